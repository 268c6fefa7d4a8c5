"""What a browser may load."""


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
