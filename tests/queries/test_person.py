"""Who is asking, and what a token stands for."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from gongxin.actions.account import add, user_of
from gongxin.actions.grant import Terms, enter, locked
from gongxin.actions.representation import bind
from gongxin.actions.token import digest_of, issue
from gongxin.disclosure.role import Role, UnitKind
from gongxin.queries.person import person
from gongxin.queries.token import bearer

ON = date(2026, 5, 6)
UNIT, PASSWORD = "11310000000000035N", "a long password of a person"
BIRCH = "91310114MA1GT00019"


@pytest.fixture
def account(db):
    return add("alice", PASSWORD, unit=UNIT, roles=[Role.DATA_OFFICER], on=ON)


def test_an_account_is_known_with_unit_and_roles(account):
    found = person(account, on=ON)

    assert (found.account, found.unit, found.unit_kind) == ("alice", UNIT, UnitKind.DEPARTMENT)
    assert (found.roles, found.organisations) == ({Role.DATA_OFFICER}, frozenset())
    assert found.holds(Role.AUDITOR, Role.DATA_OFFICER)
    assert not found.holds(Role.AUDITOR)


def test_a_role_is_held_to_its_last_day(account):
    enter(Role.INSPECTOR, locked(account, on=ON), by="x", terms=Terms("借调", until=ON), on=ON)

    assert person(account, on=ON).holds(Role.INSPECTOR)
    assert not person(account, on=ON + timedelta(days=1)).holds(Role.INSPECTOR)


def test_who_represents_an_organisation_needs_no_unit(db):
    user = User.objects.create_user("representative").pk
    bind(user, BIRCH, by="operator", reason="授权书", on=ON)
    bind(user, BIRCH, by="operator", reason="授权书", on=ON)

    found = person(user, on=ON)
    assert (found.unit, found.roles, found.organisations) == ("", {Role.REPRESENTATIVE}, {BIRCH})


def test_a_closed_account_is_nobody(account):
    User.objects.filter(pk=account).update(is_active=False)

    assert person(account, on=ON) is None


def test_a_token_stands_for_its_owner_to_its_last_day(account):
    until = ON + timedelta(days=3)
    digest = digest_of(issue(user_of("alice"), label="x", until=until, on=ON))

    assert bearer(digest, on=until).account == "alice"
    assert bearer(digest, on=until + timedelta(days=1)) is None
    assert bearer(digest_of("gongxin_guess"), on=ON) is None
