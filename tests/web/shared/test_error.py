"""Every error has a page that says what happened, why, and what to do."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from gongxin.web.shared import error


@pytest.mark.parametrize("status", sorted(error.PAGES))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_error_page_says_why_and_what_now(status, language):
    page = error.PAGES[status]

    with translation.override(language):
        answer = error.error_page(RequestFactory().get("/"), status)
        text = answer.content.decode()

        assert answer.status_code == status
        assert all(str(part) in text.replace("&#x27;", "'") for part in (page.title, page.why, page.what_now))


def test_the_page_of_a_fault_needs_nothing_of_the_request():
    assert error.failed(None).status_code == 500


def test_a_refusal_is_shown_but_never_run():
    answer = error.error_page(RequestFactory().get("/"), 404, "<b>没有</b> / <b>none</b>")

    assert b"&lt;b&gt;" in answer.content


def test_a_form_that_has_become_stale_says_that_nothing_was_saved(db):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/account/sign-in/", {"login": "alice", "password": "x"})

    assert (answer.status_code, "没有保存" in answer.content.decode()) == (403, True)
