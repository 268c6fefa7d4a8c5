"""The people of a unit, as its administrator manages them."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions.account import user_of
from gongxin.disclosure.role import Role
from gongxin.queries.person import person
from gongxin.store.models import RoleGrant

HOUSING = "11310114000000000J"


@pytest.fixture
def admin(signed_in):
    return signed_in("unit_admin")


def roles(account):
    return person(user_of(account), on=localdate()).roles


def grant_of(account, role):
    return RoleGrant.objects.get(user__username=account, role=role, revoked_at=None).pk


def address(account, *rest):
    return "/".join(("/office/accounts", str(user_of(account)), *rest, ""))


def test_the_people_of_the_own_unit_are_listed_and_nobody_else(admin):
    page = admin.get(f"/office/accounts/?unit={HOUSING}").content.decode()

    assert {name for name in ("alice", "bob", "clerk", "charlie", "operator") if f">{name}<" in page} == {
        "alice",
        "bob",
        "clerk",
    }


def test_the_platform_s_administrator_sees_the_unit_asked_for(signed_in):
    page = signed_in("platform_admin").get(f"/office/accounts/?unit={HOUSING}").content.decode()

    assert ">charlie<" in page
    assert ">alice<" not in page


def test_a_new_account_signs_in_with_the_password_shown_once_and_has_no_role(admin):
    answer = admin.post("/office/accounts/new/", {"account": "newcomer"})
    made = re.search(r'class="code">([a-z0-9-]{23})<', answer.content.decode())[1]

    assert User.objects.get(username="newcomer").check_password(made)
    assert roles("newcomer") == frozenset()
    assert made not in admin.get(address("newcomer")).content.decode()


@pytest.mark.parametrize("name", ["alice", "王小明", "", "a b"])
def test_an_account_that_cannot_be_is_said_why(admin, name):
    answer = admin.post("/office/accounts/new/", {"account": name})

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_a_role_is_given_and_taken_back_with_its_reasons(admin):
    asked = {"role": "data_officer", "reason": "负责报送", "until": ""}
    assert admin.post(address("bob"), asked).status_code == 302
    assert roles("bob") == {Role.DATA_OFFICER}

    admin.post(address("bob", "grants", str(grant_of("bob", "data_officer")), "revoke"), {"reason": "调离"})
    assert roles("bob") == frozenset()
    page = admin.get(address("bob")).content.decode()
    assert "负责报送" in page
    assert "调离" in page


@pytest.mark.parametrize(
    "role", ["platform_administrator", "unit_administrator", "auditor", "centre_operator", "x"]
)
def test_a_role_that_is_not_the_unit_s_to_give_is_not_taken_from_the_form(admin, role):
    answer = admin.post(address("bob"), {"role": role, "reason": "x"})

    assert answer.status_code == 422
    assert roles("bob") == frozenset()


def test_without_a_reason_nothing_changes(admin):
    assert admin.post(address("bob"), {"role": "inspector", "reason": " "}).status_code == 422
    admin.post(address("alice", "grants", str(grant_of("alice", "data_officer")), "revoke"), {"reason": ""})
    admin.post(address("alice", "close"), {"reason": ""})

    assert Role.DATA_OFFICER in roles("alice")
    assert roles("bob") == frozenset()


def test_nobody_grants_to_oneself(signed_in):
    browser = signed_in("platform_admin")
    answer = browser.post(address("platform_admin"), {"role": "unit_administrator", "reason": "x"})

    assert answer.status_code == 422
    assert roles("platform_admin") == {Role.PLATFORM_ADMINISTRATOR}


def test_a_person_of_another_unit_is_not_there_for_the_administrator(admin):
    for path in (address("charlie"), address("charlie", "password"), address("charlie", "close")):
        assert admin.post(path, {"reason": "x", "role": "inspector"}).status_code == 404
    other = str(grant_of("charlie", "data_officer"))
    assert admin.post(address("charlie", "grants", other, "revoke"), {"reason": "x"}).status_code == 404
    assert admin.post(address("bob", "grants", other, "revoke"), {"reason": "x"}).status_code == 404

    assert roles("charlie") == {Role.DATA_OFFICER, Role.DATA_REVIEWER}


def test_a_closed_account_is_out_at_once(admin, people):
    browser = Client()
    browser.force_login(User.objects.get(username="alice"))
    assert browser.get("/office/batches/new/").status_code == 200
    admin.post(address("alice", "close"), {"reason": "离职"})

    assert browser.get("/office/batches/new/").status_code in (302, 403)


def test_a_new_one_time_password_ends_the_session_and_shows_once(admin):
    answer = admin.post(address("bob", "password"), {"device": "lost"})

    made = re.search(r'class="code">([a-z0-9-]{23})<', answer.content.decode())[1]
    assert User.objects.get(username="bob").check_password(made)


def test_one_s_own_account_offers_no_change(admin):
    page = admin.get(address("unit_admin")).content.decode()

    assert "不能变更自己的权限" in page
    assert "停用账号</button>" not in page
