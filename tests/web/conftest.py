"""The people of the tests: Alice submits and decides for the market bureau, Bob may only look on there,
Charlie does both for another unit, and Dora belongs to none."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from gongxin.actions.member import Rights, add
from gongxin.web.shared import attempt

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
PASSWORD = "a long password of a person"


@pytest.fixture
def people(db: None, settings: Any) -> dict[str, str]:
    """Make the accounts; return each one's unit. Digests are quick here: access is what counts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    add("alice", PASSWORD, unit=MARKET, rights=Rights(may_submit=True, may_decide=True))
    add("bob", PASSWORD, unit=MARKET, rights=Rights())
    add("charlie", PASSWORD, unit=HOUSING, rights=Rights(may_submit=True, may_decide=True))
    User.objects.create_user("dora", password=PASSWORD)
    return {"alice": MARKET, "bob": MARKET, "charlie": HOUSING}


@pytest.fixture
def signed_in(people: dict[str, str]) -> Callable[[str], Client]:
    """Return a browser in which somebody has signed in."""

    def enter(account: str) -> Client:
        browser = Client()
        browser.force_login(User.objects.get(username=account))
        return browser

    return enter


@pytest.fixture(autouse=True)
def no_failures_yet() -> None:
    attempt.by_account.buckets.clear()
    attempt.by_address.buckets.clear()
