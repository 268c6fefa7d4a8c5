"""Telling another platform of a repair: signed, tried again, and only where it takes calls."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from gongxin.actions.key import verifier
from gongxin.actions.log import Head
from gongxin.actions.platform import Peer, add, end
from gongxin.actions.repair_dispatch import send_due, try_again
from gongxin.actions.repair_message import REPAIRED, Span, announce
from gongxin.ledger import checkpoint, repair_message
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.key import Signer
from gongxin.store.models import Case, RepairDispatch

AMBER, MARKET = "91310000MA0000015F", "11310000000000035N"
THEIRS = Signer("credit.neighbour.example", b"n" * 32)


@pytest.fixture
def announced(recorded):
    """Return the announcing of a repair, as a step of a case would do it."""
    (record,) = recorded({"content": {"CF_WSH": "1号"}})
    from gongxin.actions.key import signer

    note = checkpoint.sign(Checkpoint(signer().name, 9, b"\1" * 32), signer())
    head = Head(9, note, datetime(2026, 8, 3, tzinfo=UTC))

    def now():
        case = Case(
            id=uuid4(), number="20260803-0001", procedure="repair", uscc=AMBER, provider=MARKET,
            about="record", subject=record, title={"zh": "罚款", "en": "Fine"}, version=4,
        )  # fmt: skip
        return announce(head, case, REPAIRED, Span(date(2026, 8, 3)))

    return now


def peer(address=""):
    add(Peer("neighbour", "邻市信用平台", THEIRS.verifier.text(), address), by="admin")


def test_a_platform_with_an_address_gets_the_signed_message_once(announced, webhook_peer):
    peer(webhook_peer.url)
    announced()

    assert send_due() == {"sent": 1}
    assert send_due() == {}
    ((_path, headers, body),) = webhook_peer.calls
    assert headers["content-type"] == "application/json"
    assert repair_message.read(body.decode(), verifier()).uscc == AMBER


def test_a_refusal_is_tried_again_later_and_at_once_where_somebody_asks(announced, webhook_peer):
    webhook_peer.answer = 503
    peer(webhook_peer.url)
    announced()

    assert send_due() == {"failed": 1}
    one = RepairDispatch.objects.get()
    assert "503" in one.fault
    assert one.next_at - timedelta(minutes=1) > datetime.now(UTC)
    assert send_due() == {}

    webhook_peer.answer = 204
    assert try_again(one.id)
    assert send_due() == {"sent": 1}
    assert not try_again(one.id)


def test_a_platform_without_an_address_fetches_and_one_that_ended_is_told_nothing(announced, webhook_peer):
    peer()
    announced()
    assert not RepairDispatch.objects.exists()

    peer(webhook_peer.url)
    announced()
    end("neighbour")
    assert send_due() == {}
    assert webhook_peer.calls == []
