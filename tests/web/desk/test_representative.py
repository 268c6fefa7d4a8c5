"""Who acts for the organisation, shown to those who do."""

import pytest
from django.utils.timezone import localdate

from gongxin.actions.account import user_of
from gongxin.actions.representation import bind
from gongxin.queries.person import person
from gongxin.store.models import Organisation, RoleGrant

BIRCH = "91310114MA1GT00019"


@pytest.fixture
def browser(signed_in):
    Organisation.objects.create(uscc=BIRCH, name="白桦", kind="enterprise", is_registered=True)
    bind(user_of("dora"), BIRCH, by="operator", reason="授权书相符", on=localdate())
    return signed_in("representative")


def grant_of(account):
    return RoleGrant.objects.get(user__username=account, uscc=BIRCH).pk


def test_each_representative_is_shown_with_where_it_comes_from(browser):
    page = browser.get(f"/desk/{BIRCH}/representatives/").content.decode()

    assert ">dora<" in page
    assert "授权书相符" in page


def test_one_representative_ends_another_with_a_reason(browser):
    address = f"/desk/{BIRCH}/representatives/{grant_of('dora')}/revoke/"
    browser.post(address, {"reason": ""})
    assert person(user_of("dora"), on=localdate()).organisations == {BIRCH}
    browser.post(address, {"reason": "不再任职"})

    assert person(user_of("dora"), on=localdate()).organisations == frozenset()
    assert browser.post(address, {"reason": "x"}).status_code == 404


def test_who_ends_the_own_standing_is_out(browser):
    answer = browser.post(
        f"/desk/{BIRCH}/representatives/{grant_of('representative')}/revoke/", {"reason": "交接"}
    )

    assert answer.headers["Location"] == "/desk/"
    assert browser.get(f"/desk/{BIRCH}/representatives/").status_code == 404


def test_a_grant_elsewhere_is_not_reached_from_here(browser):
    other = RoleGrant.objects.get(user__username="alice", role="data_officer").pk

    assert browser.post(f"/desk/{BIRCH}/representatives/{other}/revoke/", {"reason": "x"}).status_code == 404
