"""Roles given, taken back and reviewed, and the trail that stays."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from gongxin.actions import unit
from gongxin.actions.account import add
from gongxin.actions.grant import (
    EndsBeforeItBegins,
    HeldAlready,
    NoReason,
    NoSuchGrant,
    NotToOneself,
    Terms,
    give,
    note_use,
    review,
    revoke,
)
from gongxin.disclosure.grant import OtherUnit
from gongxin.disclosure.role import Role, UnitKind
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import grant as facts
from gongxin.queries.grant import GrantFilter
from gongxin.queries.person import person
from gongxin.store.models import RoleGrant

ON = date(2026, 5, 6)
MARKET, HOUSING, PASSWORD = "11310000000000035N", "11310114000000000J", "a long password of a person"
DUE = Terms("负责报送")


@pytest.fixture
def admin(db):
    return person(add("manager", PASSWORD, unit=MARKET, roles=[Role.UNIT_ADMINISTRATOR], on=ON), on=ON)


@pytest.fixture
def officer(db):
    return add("officer", PASSWORD, unit=MARKET, on=ON)


@pytest.fixture
def given(admin, officer):
    return give(Role.DATA_OFFICER, to=officer, by=admin, terms=DUE, on=ON)


def test_a_role_given_is_held_and_on_record(given, officer):
    assert person(officer, on=ON).roles == {Role.DATA_OFFICER}
    (found,) = facts.standing(GrantFilter(account="officer"), on=ON)
    assert (found.id, found.granted_by, found.reason, found.unit) == (given, "manager", "负责报送", MARKET)
    assert [(step.step, step.by) for step in facts.steps("officer")] == [
        ("granted", "manager"),
        ("account_added", "gongxin"),
    ]


def test_a_role_taken_back_ends_at_once_and_only_once(given, officer, admin):
    revoke(given, by=admin, reason="调离", on=ON)

    assert person(officer, on=ON).roles == frozenset()
    assert facts.steps("officer")[0].reason == "调离"
    with pytest.raises(NoSuchGrant):
        revoke(given, by=admin, reason="调离", on=ON)


def test_the_rule_stands_between_units(officer, db):
    other = person(add("stranger", PASSWORD, unit=HOUSING, roles=[Role.UNIT_ADMINISTRATOR], on=ON), on=ON)

    with pytest.raises(OtherUnit):
        give(Role.DATA_OFFICER, to=officer, by=other, terms=DUE, on=ON)
    assert facts.standing(GrantFilter(account="officer"), on=ON) == ()


def test_a_role_is_given_once_for_a_reason_and_not_into_the_past(given, officer, admin):
    with pytest.raises(HeldAlready):
        give(Role.DATA_OFFICER, to=officer, by=admin, terms=DUE, on=ON)
    with pytest.raises(NoReason):
        give(Role.INSPECTOR, to=officer, by=admin, terms=Terms("  "), on=ON)
    with pytest.raises(EndsBeforeItBegins, match="2026-05-05"):
        give(Role.INSPECTOR, to=officer, by=admin, terms=Terms("借调", until=ON - timedelta(1)), on=ON)


def test_a_reason_names_no_person_by_number(officer, admin):
    with pytest.raises(PersonalInText):
        give(Role.INSPECTOR, to=officer, by=admin, terms=Terms("联系 13800138000"), on=ON)


def test_a_role_whose_term_is_over_can_be_given_again(officer, admin):
    give(Role.INSPECTOR, to=officer, by=admin, terms=Terms("借调", until=ON), on=ON)
    later = ON + timedelta(days=1)
    give(Role.INSPECTOR, to=officer, by=admin, terms=Terms("再次借调"), on=later)

    assert person(officer, on=later).roles == {Role.INSPECTOR}
    assert [one.step for one in facts.steps("officer")][:3] == ["granted", "revoked", "granted"]


def test_a_review_is_on_record_and_nobody_reviews_oneself(given, officer, admin):
    auditor = person(add("auditor", PASSWORD, unit=MARKET, on=ON), on=ON)
    review(given, by=auditor, is_confirmed=True, reason="", on=ON)

    assert facts.one(given).reviewed_by == "auditor"
    review(given, by=auditor, is_confirmed=False, reason="半年未用", on=ON)
    assert person(officer, on=ON).roles == frozenset()
    own = RoleGrant.objects.get(user_id=admin.user).pk
    with pytest.raises(NotToOneself):
        review(own, by=admin, is_confirmed=True, reason="", on=ON)


def test_use_is_noted_to_the_hour_and_only_of_the_role_used(given, officer, admin):
    give(Role.INSPECTOR, to=officer, by=admin, terms=DUE, on=ON)
    note_use(officer, frozenset({Role.INSPECTOR}))

    used = {one.role: one.last_used_at for one in facts.of_user(officer)}
    assert used[Role.DATA_OFFICER] is None
    assert (used[Role.INSPECTOR].minute, used[Role.INSPECTOR].microsecond) == (0, 0)


def test_a_right_is_unused_since_it_was_given_used_or_confirmed(given, officer):
    found = facts.one(given)

    assert found.is_unused_since(found.granted_at + timedelta(seconds=1))
    assert not found.is_unused_since(found.granted_at)
    note_use(officer, frozenset({Role.DATA_OFFICER}))
    used = facts.one(given)
    assert used.is_unused_since(max(used.last_used_at, used.granted_at) + timedelta(seconds=1))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE grant_step SET reason = 'x'",
        "DELETE FROM grant_step",
        "DELETE FROM role_grant",
        "UPDATE role_grant SET role = 'auditor'",
        "UPDATE role_grant SET granted_by = 'x'",
        "UPDATE role_grant SET until = NULL, revoked_at = now(), revoked_by = 'x', reason = 'x'",
    ],
)
def test_the_application_cannot_rewrite_who_was_given_what(given, change):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_grant_outside_the_home_unit_is_refused_by_the_database(given):
    unit.add(HOUSING, "住房局", kind=UnitKind.DEPARTMENT)
    moved = (
        "INSERT INTO role_grant (user_id, role, unit_id, uscc, granted_by, granted_at, reason, revoked_by)"
        " SELECT user_id, 'inspector', %s, '', 'x', now(), 'x', '' FROM role_grant WHERE id = %s"
    )
    with pytest.raises(DatabaseError, match="role_grant_in_home_unit"), connection.cursor() as cursor:
        cursor.execute(moved, [HOUSING, given])
