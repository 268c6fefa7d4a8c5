"""What is over is removed each night; what is open stays."""

from datetime import date, timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from gongxin.actions import account, client, session
from gongxin.store.models import ClientToken, Session

PASSWORD = "a long password of a person"
MARKET = "11310000000000035N"


@pytest.fixture
def used(db):
    """Two sessions, a token and a failed attempt."""
    account.add("alice", PASSWORD, unit=MARKET, on=date(2026, 5, 6))
    for password in (PASSWORD, PASSWORD, "wrong"):
        Client().post("/account/sign-in/", {"login": "alice", "password": password})
    made = client.add(MARKET, client.Wanted("x", "check"), by="guanli")
    client.issue(made.client, "a token", ["check"])


def counts():
    return [table.objects.count() for table in (Session, ClientToken, AccessAttempt)]


def test_what_is_open_stays(used):
    before = counts()
    session.forget_ended()

    assert counts() == before
    assert before == [2, 1, 1]


def test_what_is_over_goes(used):
    back = timezone.now() - timedelta(days=2)
    Session.objects.update(expire_date=back)
    ClientToken.objects.update(expires_at=back)
    AccessAttempt.objects.update(attempt_time=back)
    session.forget_ended()

    assert counts() == [0, 0, 0]


def test_every_session_of_an_account_ends_at_once(used):
    assert session.end_all("alice") == 2
    assert counts()[0] == 0
