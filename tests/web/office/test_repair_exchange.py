"""What other platforms decided, in the office of the unit that sent the record."""

import html
import re

import pytest
from django.utils.timezone import localdate

from gongxin.actions.foreign_repair import receive
from gongxin.actions.platform import Peer, add
from gongxin.disclosure.policy import Viewer
from gongxin.ledger import checkpoint
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.key import Signer
from gongxin.ledger.repair_message import RepairMessage, write
from gongxin.queries import entry
from gongxin.store.models import Case

BIRCH = "91310114MA1GT00019"
THEIRS = Signer("credit.neighbour.example", b"n" * 32)
NUMBER = "5d8a3c1e-0000-4000-8000-000000000001"
ADDRESS = "/office/repairs/exchange/"


@pytest.fixture
def told(published, signed_in):
    """The neighbour repaired Birch's severe penalty."""
    add(Peer("neighbour", "邻市信用平台", THEIRS.verifier.text()), by="admin")
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    severe = next(one for one in held if one.tier == "severe")
    note = checkpoint.sign(Checkpoint(THEIRS.name, 9, b"\1" * 32), THEIRS)
    message = RepairMessage(
        message=NUMBER, kind="repaired", uscc=BIRCH, organisation="白桦运输", item=severe.item,
        record="r", title="罚款", document_number=severe.document_number,
        decided_on=str(severe.decided_on), unit="11310000000000035N", unit_name="市场监管局",
        case="20260803-0001", on=str(localdate()), until="", sequence=9, log_size=9, checkpoint=note,
    )  # fmt: skip
    receive(write(message, THEIRS), by="api")
    return severe


def words(answer):
    return html.unescape(re.sub(r"<[^>]+>|\s+", "", answer.content.decode()))


def test_the_unit_sees_it_and_proposes_to_recognise_it(told, signed_in):
    alice = signed_in("alice")
    assert "邻市信用平台" in words(alice.get(ADDRESS))

    answer = alice.post(f"{ADDRESS}{NUMBER}/recognise/")

    case = Case.objects.get()
    assert answer.headers["Location"] == f"/office/cases/{case.id}/"
    assert (case.state, case.subject) == ("confirming", told.record)
    assert "已提出认可" in words(alice.get(ADDRESS))


def test_another_unit_sees_nothing_and_can_do_nothing(told, signed_in):
    charlie = signed_in("charlie")

    assert "还没有收到" in words(charlie.get(ADDRESS))
    assert charlie.post(f"{ADDRESS}{NUMBER}/recognise/").status_code == 404
    charlie.post(f"{ADDRESS}{NUMBER}/dismiss/", {"reason": "不认"})
    assert not Case.objects.exists()
    assert "不认" not in words(signed_in("alice").get(ADDRESS))


def test_the_unit_puts_it_aside_with_a_reason(told, signed_in):
    alice = signed_in("alice")

    alice.post(f"{ADDRESS}{NUMBER}/dismiss/", {"reason": ""})
    assert "请写明" in words(alice.get(ADDRESS))
    alice.post(f"{ADDRESS}{NUMBER}/dismiss/", {"reason": "不是同一决定"})
    assert "不是同一决定" in words(alice.get(ADDRESS))


def test_the_centre_sees_all_and_the_platforms(told, signed_in):
    said = words(signed_in("operator").get(ADDRESS))

    assert "交换的平台" in said
    assert "neighbour" in said
    assert "待提供单位处理" in said
