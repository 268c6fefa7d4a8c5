"""The table of sessions holds nothing that opens one."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from gongxin.actions import account
from gongxin.store.models import Session
from gongxin.store.models.session import SessionStore, digest

PASSWORD = "a long password of a person"
LIST = "/account/sessions/"


@pytest.fixture
def browser(db, settings):
    settings.GONGXIN_SECOND_FACTOR = "optional"
    account.add("alice", PASSWORD, unit="11310000000000035N", on=date(2026, 5, 6))
    browser = Client(headers={"user-agent": "浏览器"})
    browser.post("/account/sign-in/", {"login": "alice", "password": PASSWORD})
    return browser


def everything_kept():
    """Return every row of every table that the application may read."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - {"ledger_opening"}
        for name in tables:
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{name}" t')
            yield from (row[0] for row in cursor.fetchall())


def test_no_table_holds_the_key_that_the_browser_sends(browser):
    key = browser.cookies["sessionid"].value

    assert [row for row in everything_kept() if key in row] == []
    assert Session.objects.get().session_key == digest(key)


def test_what_is_kept_opens_nothing(browser):
    thief = Client()
    thief.cookies["sessionid"] = str(Session.objects.get().session_key)

    assert browser.get(LIST).status_code == 200
    assert thief.get(LIST).status_code == 302


def test_the_row_says_whose_session_it_is_and_from_where(browser):
    kept = Session.objects.get()

    assert (kept.user.username, kept.address, kept.browser) == ("alice", "127.0.0.1", "浏览器")
    assert kept.began_at <= kept.seen_at


def test_a_key_is_found_saved_renewed_and_deleted_through_its_digest(db):
    store = SessionStore()
    store["said"] = "1"
    store.save()
    first = store.session_key
    assert store.exists(first)
    assert SessionStore(first)["said"] == "1"

    store.cycle_key()
    store.save()
    assert (store.exists(first), SessionStore(store.session_key)["said"]) == (False, "1")

    store.delete()
    assert not Session.objects.exists()


def test_the_database_takes_no_key_in_clear(db):
    with pytest.raises(IntegrityError, match="session_digest"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO session (session_key, session_data, expire_date, address, browser)"
            " VALUES ('abcdefghijklmnopqrstuvwxyz012345', '', now(), '', '')"
        )


def test_djangos_own_command_removes_what_is_over(browser):
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    call_command("clearsessions")

    assert not Session.objects.exists()
