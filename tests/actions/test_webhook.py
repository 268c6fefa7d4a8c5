"""A webhook call: signed, over TLS, no redirect, and with nothing in it but kind and number."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from gongxin.actions import webhook
from gongxin.actions.webhook import Call, NotAWebhook, WebhookRefused, call, checked

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()


@pytest.fixture
def told():
    return Call(uuid4(), "report_issued", datetime.now(UTC))


def test_a_call_says_kind_and_number_and_can_be_verified(webhook_peer, told):
    call(webhook_peer.url, told, SECRET)

    ((path, headers, body),) = webhook_peer.calls
    assert path == "/hook?for=birch"
    assert json.loads(body) == {"type": "report_issued", "data": {"id": str(told.id)}}
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    seal = base64.b64encode(hmac.digest(b"k" * 32, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{seal}"


@pytest.mark.parametrize("answer", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(webhook_peer, told, answer):
    webhook_peer.answer, webhook_peer.location = answer, webhook_peer.url

    with pytest.raises(WebhookRefused, match=str(answer)):
        call(webhook_peer.url, told, SECRET)
    assert len(webhook_peer.calls) == 1


def test_an_answer_that_is_no_thanks_is_a_failure(webhook_peer, told):
    webhook_peer.answer = 500

    with pytest.raises(WebhookRefused, match="500"):
        call(webhook_peer.url, told, SECRET)


def test_a_certificate_of_another_name_is_refused(webhook_peer, told):
    with pytest.raises(WebhookRefused, match="certificate"):
        call(webhook_peer.url.replace("localhost", "127.0.0.1"), told, SECRET)
    assert webhook_peer.calls == []


def test_nobody_listening_is_a_failure_of_the_call(webhook_peer, told):
    port = webhook_peer.url.split(":")[2].split("/")[0]

    with pytest.raises(WebhookRefused):
        call(webhook_peer.url.replace(port, "1"), told, SECRET)


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example/", "ftp://hooks.example/", "https://", "https:///path", "https://user:word@hooks.example/",
        "https://hooks.example/#part", "https://hooks.example/ x", "https://hooks.example:port/", "https://钩子.example/",
        "https://hooks.example/\r\nx: y", "https://hooks.example/" + "a" * 500,
    ],
)  # fmt: skip
def test_what_we_would_not_call_is_refused(address):
    with pytest.raises(NotAWebhook):
        checked(address)


def test_an_address_is_taken_apart():
    assert checked("https://hooks.example:8443/in?for=a") == ("hooks.example", 8443, "/in?for=a")
    assert checked("https://hooks.example") == ("hooks.example", 443, "/")


def test_a_receiver_that_answers_a_byte_at_a_time_holds_nobody_up(webhook_peer, told, monkeypatch):
    """It would go on for minutes; the watch cuts the line."""
    monkeypatch.setattr(webhook, "WHOLE_SECONDS", 0.3)
    webhook_peer.drips = True

    with pytest.raises(WebhookRefused, match="in time"):
        call(webhook_peer.url, told, SECRET)
