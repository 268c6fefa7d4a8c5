"""The organisation authorises, sees who used it, and revokes."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate

from gongxin.actions import unit
from gongxin.actions.account import add
from gongxin.actions.authorised_query import Asking
from gongxin.disclosure.authorisation import AuthorisationState, NotAuthorised
from gongxin.disclosure.role import Role, UnitKind
from gongxin.queries.authorisation import of_organisation
from gongxin.reports.authorised_query import ask

BIRCH, BANK = "91310114MA1GT00019", "91310000000000027K"


def filled_in(**changes):
    today = localdate()
    return {
        "recipient": BANK,
        "items": "financing_tax",
        "purpose": "流动资金贷款审批",
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=30)).isoformat(),
        **changes,
    }


@pytest.fixture(autouse=True)
def recipients(desk):
    unit.add(BANK, "示范银行", kind=UnitKind.BANK)
    unit.add("12310000000000019X", "示范市公共信用信息中心", kind=UnitKind.CENTRE)


@pytest.fixture
def given(desk):
    answer = desk("authorisations/new/", post=filled_in())
    assert answer.status_code == 302
    (one,) = of_organisation(BIRCH, on=localdate())
    return one


def test_what_is_given_is_in_force_at_once_and_stands_on_the_page(desk, given):
    page = desk("authorisations/").content.decode()

    assert given.state is AuthorisationState.IN_FORCE
    for text in ("示范银行", "金融机构", "纳税信息", "流动资金贷款审批", "有效", "0 次"):
        assert text in page


def test_the_page_says_where_the_city_has_set_no_longest_period(desk):
    assert "本市没有规定授权最长可以多久" in desk("authorisations/new/").content.decode()


def test_the_page_tells_who_used_it_and_who_was_refused(desk, given):
    ask(Asking(BIRCH, BANK, "banker", "page"), on=localdate())
    with pytest.raises(NotAuthorised):
        ask(Asking(BIRCH, BANK, "banker", "page", ("financing_water",)), on=localdate())

    page = desk("authorisations/").content.decode()

    assert "1 次" in page
    assert "已查询" in page
    assert "已拒绝" in page
    assert "banker" not in page


def test_a_revocation_takes_effect_at_once_and_only_once(desk, given):
    part = f"authorisations/{given.id}/revoke/"

    assert desk(part, post={}).status_code == 302
    assert desk(part, post={}).status_code == 404
    (one,) = of_organisation(BIRCH, on=localdate())
    assert one.state is AuthorisationState.REVOKED
    with pytest.raises(NotAuthorised):
        ask(Asking(BIRCH, BANK, "banker", "page"), on=localdate())
    assert "已撤销" in desk("authorisations/").content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"items": []},
        {"items": "organisation_registration"},
        {"recipient": "12310000000000019X"},
        {"recipient": ""},
        {"purpose": ""},
        {"purpose": "联系人电话13812345678"},
        {"valid_until": ""},
        {"valid_until": "2020-01-01"},
        {"valid_from": "2020-01-01"},
    ],
)
def test_a_form_that_does_not_fit_gives_nothing_and_says_what_to_change(desk, changes):
    answer = desk("authorisations/new/", post=filled_in(**changes))

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert of_organisation(BIRCH, on=localdate()) == ()


def test_only_what_can_be_kept_from_the_public_is_offered(desk):
    offered = re.findall(r'name="items" value="(\w+)"', desk("authorisations/new/").content.decode())

    assert "financing_tax" in offered
    assert "abnormal_operation" not in offered


def test_nobody_else_gives_or_revokes_for_the_organisation(client, given):
    add("banker", "a long password of a person", unit=BANK, roles=(Role.BANK_USER,), on=localdate())
    client.force_login(User.objects.get(username="banker"))

    assert client.post(f"/desk/{BIRCH}/authorisations/new/", filled_in()).status_code == 404
    assert client.post(f"/desk/{BIRCH}/authorisations/{given.id}/revoke/").status_code == 404
    assert of_organisation(BIRCH, on=localdate()) == (given,)
