"""Units and tokens."""

from datetime import date, timedelta

import pytest

from gongxin.actions.member import AccountTaken, PasswordRefused, Rights, add, user_of
from gongxin.actions.token import digest_of, issue
from gongxin.queries.token import bearer
from gongxin.queries.unit import UnknownUnit, by_code, member

ON = date(2026, 5, 6)
UNIT, PASSWORD = "11310000000000035N", "a long password of a person"


@pytest.fixture
def account(db):
    add("alice", PASSWORD, unit=UNIT, rights=Rights(may_submit=True))
    return user_of("alice")


def test_a_member_is_known_with_unit_and_rights(account):
    found = member(account)

    assert (found.account, found.unit, found.may_submit, found.may_decide) == ("alice", UNIT, True, False)


def test_an_account_name_is_given_once(account):
    with pytest.raises(AccountTaken, match="alice"):
        add("alice", PASSWORD, unit=UNIT, rights=Rights())


def test_a_weak_password_is_refused(db):
    with pytest.raises(PasswordRefused, match="12"):
        add("bob", "password", unit=UNIT, rights=Rights())


def test_an_unknown_unit_is_said_to_be_unknown(db):
    with pytest.raises(UnknownUnit, match="gongxin unit add"):
        by_code(UNIT)


def test_a_token_stands_for_its_owner_to_its_last_day(account):
    until = ON + timedelta(days=3)
    digest = digest_of(issue(account, label="x", until=until, on=ON))

    assert bearer(digest, on=until).account == "alice"
    assert bearer(digest, on=until + timedelta(days=1)) is None
    assert bearer(digest_of("gongxin_guess"), on=ON) is None
