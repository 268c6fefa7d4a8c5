"""Accounts added, given a new password, closed."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from gongxin.actions.account import (
    AccountTaken,
    OddName,
    PasswordRefused,
    UnknownAccount,
    add,
    add_by,
    close,
    register,
    reset_password,
    user_of,
)
from gongxin.actions.password import is_one_time
from gongxin.actions.token import digest_of, issue
from gongxin.disclosure.grant import NotHeldHere, NotYoursToGrant, OtherUnit
from gongxin.disclosure.role import Role
from gongxin.queries import grant as facts
from gongxin.queries.person import person
from gongxin.queries.token import bearer

ON = date(2026, 5, 6)
MARKET, HOUSING, PASSWORD = "11310000000000035N", "11310114000000000J", "a long password of a person"


@pytest.fixture
def admin(db):
    return person(add("manager", PASSWORD, unit=MARKET, roles=[Role.UNIT_ADMINISTRATOR], on=ON), on=ON)


def test_an_account_name_is_given_once(admin):
    with pytest.raises(AccountTaken, match="manager"):
        add("manager", PASSWORD, unit=MARKET, on=ON)


def test_a_weak_password_is_refused(db):
    with pytest.raises(PasswordRefused, match="12"):
        add("bob", "password", unit=MARKET, on=ON)


@pytest.mark.parametrize("name", ["王小明", "李", "a", "1st", "with space", "x" * 65, "", "u.13800138000"])
def test_a_name_that_may_be_a_person_s_is_refused(db, name):
    with pytest.raises(OddName, match="姓名"):
        add(name, PASSWORD, unit=MARKET, on=ON)


def test_a_role_that_such_a_unit_has_not_is_refused_with_the_account(db):
    with pytest.raises(NotHeldHere):
        add("bob", PASSWORD, unit=MARKET, roles=[Role.CENTRE_OPERATOR], on=ON)

    with pytest.raises(UnknownAccount):
        user_of("bob")


def test_an_administrator_adds_to_the_own_unit_an_account_without_roles(admin):
    user, one_time = add_by("officer", unit=MARKET, by=admin, on=ON)

    assert person(user, on=ON).roles == frozenset()
    assert User.objects.get(pk=user).check_password(one_time)
    assert is_one_time(user)
    assert facts.steps("officer")[0].by == "manager"
    with pytest.raises(OtherUnit):
        add_by("stranger", unit=HOUSING, by=admin, on=ON)


def test_a_new_password_replaces_the_old_one_and_is_on_record(admin):
    user, first = add_by("officer", unit=MARKET, by=admin, on=ON)
    second = reset_password(user, by=admin, on=ON)

    assert not User.objects.get(pk=user).check_password(first)
    assert User.objects.get(pk=user).check_password(second)
    assert facts.steps("officer")[0].step == "password_reset"


def test_a_closed_account_keeps_its_history_and_nothing_else(admin):
    user = add("officer", PASSWORD, unit=MARKET, roles=[Role.DATA_OFFICER], on=ON)
    token = issue(user, label="x", until=date(2026, 6, 1), on=ON)
    close(user, by=admin, reason="离职", on=ON)

    assert person(user, on=ON) is None
    assert bearer(digest_of(token), on=ON) is None
    assert [step.step for step in facts.steps("officer")] == [
        "account_closed",
        "revoked",
        "granted",
        "account_added",
    ]


def test_an_administrator_cannot_close_another(admin):
    other = add("stranger", PASSWORD, unit=MARKET, roles=[Role.UNIT_ADMINISTRATOR], on=ON)

    with pytest.raises(NotYoursToGrant):
        close(other, by=admin, reason="x", on=ON)


def test_who_registers_belongs_to_nobody_and_may_nothing(db):
    found = person(register("qiye", PASSWORD, on=ON), on=ON)

    assert (found.unit, found.roles, found.organisations) == ("", frozenset(), frozenset())
