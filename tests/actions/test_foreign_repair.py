"""Repairs between platforms: taken by signature, matched to our record, recognised by two persons."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from gongxin.actions import case as actions
from gongxin.actions import unit
from gongxin.actions.foreign_repair import NotRecognisable, UnknownPlatform, dismiss, receive, recognise
from gongxin.actions.platform import Peer, PlatformRefused, add, end
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role, UnitKind
from gongxin.intake.free_text import PersonalInText
from gongxin.ledger import checkpoint
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.key import Signer
from gongxin.ledger.repair_message import RepairMessage, write
from gongxin.ledger.seal import SealBroken
from gongxin.procedures.case import Actor, SamePerson
from gongxin.queries import entry, repair_exchange
from gongxin.queries.shown_entry import NotShown
from gongxin.reports.foreign_repair import foreign_pdf
from gongxin.store.models import Case, ForeignRepair

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
THEIRS = Signer("credit.neighbour.example", b"n" * 32)
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)
OFFICER2 = Actor("officer2", frozenset({Role.DATA_REVIEWER}), unit=MARKET)
ELSEWHERE = Actor("elsewhere", frozenset({Role.DATA_OFFICER}), unit=CENTRE)
ON = date(2026, 9, 1)


@pytest.fixture
def record(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    unit.add(MARKET, "示范市市场监督管理局")
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号"}})
    return record


@pytest.fixture
def neighbour(db):
    add(Peer("neighbour", "邻市信用平台", THEIRS.verifier.text()), by="admin")


def told(signer=THEIRS, **changes):
    root = b"\1" * 32
    message = RepairMessage(
        message=str(uuid4()), kind="repaired", uscc=AMBER, organisation="琥珀食品有限公司",
        item="administrative_penalty", record=str(uuid4()), title="罚款",
        document_number="示市监处罚〔2026〕1号", decided_on="2026-05-01", unit="11320000000000012A",
        unit_name="邻市市场监督管理局", case="20260820-0001", on="2026-08-20", until="",
        sequence=7, log_size=9,
        checkpoint=checkpoint.sign(Checkpoint(signer.name, 9, root), signer),
    )  # fmt: skip
    return write(replace(message, **changes), signer)


def paper(number):
    known = repair_exchange.foreign_one(number, unit=MARKET)
    return foreign_pdf(known, language="zh")


def is_seen(record, on):
    try:
        entry.one(record, viewer=Viewer.ANYONE, on=on)
    except NotShown:
        return False
    return True


def test_a_message_finds_the_record_by_organisation_day_and_document(record, neighbour):
    number = receive(told(), by="api")

    one = ForeignRepair.objects.get(id=number)
    assert (one.record, one.unit, one.repaired_on) == (record, MARKET, date(2026, 8, 20))
    assert is_seen(record, ON)  # being told changes nothing


@pytest.mark.parametrize(
    "changes",
    [
        {"document_number": "别的文号"},
        {"decided_on": "2026-05-02"},
        {"uscc": "91310114MA1GT00019"},
        {"decided_on": ""},
    ],
    ids=["another document", "another day", "another organisation", "no day"],
)
def test_what_means_no_record_of_ours_is_kept_without_one(record, neighbour, changes):
    assert ForeignRepair.objects.get(id=receive(told(**changes), by="api")).record is None


def test_the_same_message_again_changes_nothing(record, neighbour):
    text = told()

    assert receive(text, by="api") == receive(text, by="console")
    assert ForeignRepair.objects.get().received_by == "api"


def test_a_message_of_nobody_we_know_is_refused(record):
    with pytest.raises(UnknownPlatform, match="platform add"):
        receive(told(), by="api")


def test_a_platform_that_ended_is_nobody_we_know(record, neighbour):
    end("neighbour")
    with pytest.raises(UnknownPlatform):
        receive(told(), by="api")


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda text: text.replace("2026-08-20", "2026-08-21"),
        lambda text: text[:-5],
        lambda text: "{}",
        lambda text: "x" * 70_000,
        lambda text: json.dumps([1]),
    ],
    ids=["changed", "cut", "empty", "too long", "a list"],
)
def test_a_message_that_was_changed_or_is_none_is_refused(neighbour, spoiled):
    with pytest.raises(SealBroken):
        receive(spoiled(told()), by="api")


@pytest.mark.parametrize(
    "changes",
    [
        {"message": "7"}, {"on": "soon"}, {"on": ""}, {"kind": "forgiven"}, {"title": "a\x00b"},
        {"sequence": "7"}, {"sequence": 10}, {"decided_on": "2026-13-01"},
    ],
    ids=str,
)  # fmt: skip
def test_a_message_signed_by_them_but_odd_is_refused(neighbour, changes):
    with pytest.raises(SealBroken):
        receive(told(**changes), by="api")


def test_one_officer_proposes_and_another_confirms_what_was_decided_elsewhere(record, neighbour):
    number = receive(told(), by="api")

    case = recognise(number, paper(number), by=OFFICER, on=ON)
    assert is_seen(record, ON)
    with pytest.raises(SamePerson):
        actions.take(case, "repair", seen=1, by=OFFICER, on=ON)
    actions.take(case, "repair", seen=1, by=OFFICER2, on=ON)

    assert not is_seen(record, ON)
    assert ForeignRepair.objects.get(id=number).case == case
    assert Case.objects.get(id=case).documents.get().kind == "repair_elsewhere"


def test_it_is_recognised_once_and_by_the_unit_that_sent_the_record(record, neighbour):
    number = receive(told(), by="api")
    with pytest.raises(NotRecognisable):
        recognise(number, paper(number), by=ELSEWHERE, on=ON)

    recognise(number, paper(number), by=OFFICER, on=ON)
    with pytest.raises(NotRecognisable):
        recognise(number, paper(number), by=OFFICER, on=ON)
    with pytest.raises(NotRecognisable):
        dismiss(number, "无需认可", by=OFFICER, on=ON)


@pytest.mark.parametrize("kind", ["repaired_for_a_time", "restored"])
def test_what_is_no_repair_for_good_is_not_recognised_as_one(record, neighbour, kind):
    number = receive(told(kind=kind), by="api")

    with pytest.raises(NotRecognisable):
        recognise(number, paper(number), by=OFFICER, on=ON)


def test_it_is_put_aside_with_a_reason_that_names_no_person(record, neighbour):
    number = receive(told(), by="api")
    with pytest.raises(NotRecognisable):
        dismiss(number, "  ", by=OFFICER, on=ON)
    with pytest.raises(PersonalInText):
        dismiss(number, "见 13812345678", by=OFFICER, on=ON)

    dismiss(number, "不是同一决定", by=OFFICER, on=ON)
    (one,) = repair_exchange.foreign(unit=MARKET)
    assert (one.dismissed_because, one.is_open) == ("不是同一决定", False)


def test_our_own_key_or_one_that_another_has_is_no_platform(neighbour):
    from gongxin.actions.key import verifier

    with pytest.raises(PlatformRefused, match="自己的公钥"):
        add(Peer("ours", "本平台", verifier().text()), by="admin")
    with pytest.raises(PlatformRefused, match="另一平台"):
        add(Peer("second", "另一平台", THEIRS.verifier.text()), by="admin")
    with pytest.raises(PlatformRefused):
        add(Peer("Bad Code", "平台", THEIRS.verifier.text()), by="admin")
    with pytest.raises(PlatformRefused):
        end("nobody")


def test_a_message_is_numbered_by_its_sender(neighbour):
    number = str(uuid4())

    assert receive(told(message=number), by="api") == UUID(number)
