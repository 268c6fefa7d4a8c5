"""How long somebody stays signed in."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongxin.store.models import Session

PASSWORD = "a long password of a person"
PAGE = "/office/tokens/"


@pytest.fixture
def alice(people):
    browser = Client()
    browser.post("/account/sign-in/", {"login": "alice", "password": PASSWORD})
    return browser


def change(browser, **times):
    session = browser.session
    for name, back in times.items():
        session[name] -= back
    session.save()


def test_a_session_at_rest_ends(alice, settings):
    change(alice, seen=settings.GONGXIN_SESSION_IDLE + 1)

    assert alice.get(PAGE).status_code == 302
    assert "_auth_user_id" not in alice.session


def test_a_session_in_use_goes_on(alice, settings):
    for _ in range(3):
        change(alice, seen=settings.GONGXIN_SESSION_IDLE - 60)
        assert alice.get(PAGE).status_code == 200


def test_every_session_ends_after_some_hours_however_much_it_is_used(alice, settings):
    change(alice, began=settings.GONGXIN_SESSION_LONGEST + 1)

    assert alice.get(PAGE).status_code == 302


def test_signing_in_again_counts_anew(alice, settings):
    change(alice, began=settings.GONGXIN_SESSION_LONGEST + 1)
    alice.get(PAGE)
    alice.post("/account/sign-in/", {"login": "alice", "password": PASSWORD})

    assert alice.get(PAGE).status_code == 200


def test_use_is_noted_to_the_minute_and_not_at_every_page(alice):
    before = Session.objects.get().seen_at
    alice.get(PAGE)
    assert Session.objects.get().seen_at == before

    change(alice, seen=61)
    alice.get(PAGE)
    assert Session.objects.get().seen_at > before


@pytest.mark.parametrize("cookies", [{}, {"sessionid": "made-up"}])
def test_a_page_for_everybody_asks_no_table_of_sign_in(db, cookies):
    browser = Client()
    browser.cookies.load(cookies)
    browser.get("/rights/")  # what is read once is read now
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get("/rights/").status_code == 200

    tables = ("auth_user", "axes_", "mfa_", "socialaccount_", "shared_cache")
    assert [query["sql"] for query in asked if any(table in query["sql"] for table in tables)] == []
    if not cookies:
        assert not any('"session"' in query["sql"] for query in asked)
