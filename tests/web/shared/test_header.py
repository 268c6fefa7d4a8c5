"""What a browser may load, and what it must not keep."""

import pytest


def test_every_page_forbids_what_comes_from_elsewhere(client, db):
    answer = client.get("/account/sign-in/")
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_refused_page_has_the_headers_too(client, db):
    assert "Content-Security-Policy" in client.get("/no/such/page/").headers


@pytest.mark.parametrize(
    "path", ["/account/sign-in/", "/account/password/", "/office/", "/desk/", "/office/none/"]
)
def test_no_browser_keeps_what_is_shown_to_who_is_signed_in(client, db, path):
    assert "no-store" in client.get(path).headers["Cache-Control"]


def test_a_page_for_everybody_may_be_kept(client, db):
    assert "no-store" not in client.get("/law/").headers.get("Cache-Control", "")
