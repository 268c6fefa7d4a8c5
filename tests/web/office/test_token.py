"""A user's own API tokens."""

import re
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from gongxin.store.models import Token


def made(browser, days=30):
    until = localdate() + timedelta(days=days)
    page = browser.post("/office/tokens/", {"label": "报送程序", "until": until}).content.decode()
    return re.search(r"gongxin_[\w-]{43}", page)


def ask(client, token):
    return client.get(
        "/api/v1/batches/00000000-0000-0000-0000-000000000000", HTTP_AUTHORIZATION=f"Bearer {token}"
    ).status_code


def test_a_token_is_shown_once_and_only_its_digest_kept(signed_in):
    alice = signed_in("alice")
    token = made(alice)[0]

    assert token not in alice.get("/office/tokens/").content.decode()
    assert token.encode() not in bytes(Token.objects.get().digest)


def test_a_token_opens_the_api_until_it_is_revoked(client, signed_in):
    alice = signed_in("alice")
    token = made(alice)[0]

    assert ask(client, token) == 404  # let in, and there is no such batch
    assert Token.objects.get().last_used_at
    alice.post(f"/office/tokens/{Token.objects.get().id}/revoke/")
    assert ask(client, token) == 401


def test_an_expired_token_opens_nothing(client, signed_in):
    token = made(signed_in("alice"))[0]
    Token.objects.update(expires_on=localdate() - timedelta(days=1))

    assert ask(client, token) == 401


def test_the_token_of_a_closed_account_opens_nothing(client, signed_in):
    token = made(signed_in("alice"))[0]
    User.objects.filter(username="alice").update(is_active=False)

    assert ask(client, token) == 401


def test_nobody_revokes_somebody_else_s_token(client, signed_in):
    token = made(signed_in("alice"))[0]
    signed_in("charlie").post(f"/office/tokens/{Token.objects.get().id}/revoke/")

    assert ask(client, token) == 404


def test_a_token_cannot_live_for_more_than_a_year(signed_in):
    assert made(signed_in("alice"), days=400) is None
    assert made(signed_in("alice"), days=0) is None
    assert not Token.objects.exists()
