"""Repair through the database: not before its time, hidden at once for everybody, told to other platforms."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.utils import timezone

from gongxin.actions import case as actions
from gongxin.actions import unit
from gongxin.actions.case import Document, Filing
from gongxin.actions.key import verifier
from gongxin.actions.repair import NotRepairable
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role, UnitKind
from gongxin.ledger import repair_message
from gongxin.procedures.case import Actor, Incomplete, Refused
from gongxin.queries import entry
from gongxin.queries.shown_entry import NotShown
from gongxin.store.models import Case, RecordMark, RepairMessage, TrainingAttendance, TrainingCourse

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
ON = date(2026, 8, 3)  # a fine of 1 May can be repaired from 1 August on
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MATERIAL = (Document("proof_of_fulfilment", "缴款.pdf", PDF), Document("commitment_letter", "承诺.pdf", PDF))
RULING = (Document("court_document", "裁定.pdf", PDF), Document("commitment_letter", "承诺.pdf", PDF))
PEOPLE = {
    "owner": Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER})),
    "operator": Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE),
    "officer": Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET),
    "officer2": Actor("officer2", frozenset({Role.DATA_REVIEWER}), unit=MARKET),
}
GRANTED = (("forward", "operator"), ("propose_repair", "officer"), ("repair", "officer2"))


@pytest.fixture
def record(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    unit.add(MARKET, "示范市市场监督管理局")
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号", "CF_NR": "罚款"}})
    return record


def filed(record, *, on=ON, procedure="repair", **given):
    documents = RULING if procedure == "temporary_repair" else MATERIAL
    filing = Filing(procedure, AMBER, record, documents=documents, **given)
    return actions.file(filing, by=PEOPLE["owner"], on=on)


def go(case, *steps, on=ON, **given):
    for step, who in steps:
        seen = Case.objects.get(id=case).version
        actions.take(case, step, seen=seen, by=PEOPLE[who], on=on, reason="理由", **given)


def is_seen(record, on, viewer=Viewer.ANYONE):
    try:
        entry.one(record, viewer=viewer, on=on)
    except NotShown:
        return False
    return True


def told(record):
    texts = RepairMessage.objects.filter(record=record).order_by("number").values_list("text", flat=True)
    return [repair_message.read(text, verifier()) for text in texts]


def test_an_application_before_its_time_is_refused_with_its_day(record):
    with pytest.raises(NotRepairable, match="2026-08-01"):
        filed(record, on=date(2026, 7, 31))

    assert not Case.objects.exists()
    assert filed(record, on=date(2026, 8, 1))


@pytest.fixture
def wants_report(tmp_path, settings):
    """Let the city ask for a credit report with every application."""
    (tmp_path / "law" / "parameters").mkdir(parents=True)
    rule = """[credit_report_condition]
label = { zh = "须提交信用报告的失信等级", en = "Tiers whose repair needs a credit report" }
unit = "choice"
checked_on = 2026-11-22
[[credit_report_condition.values]]
from = 2026-04-01
value = "minor"
basis = { instrument = "NDRC-36" }
"""
    (tmp_path / "law" / "parameters" / "repair.toml").write_text(rule, "utf-8")
    settings.GONGXIN_CITY_FOLDERS = (tmp_path,)


def test_where_the_city_asks_for_a_credit_report_nothing_is_filed_without_one(record, wants_report):
    with pytest.raises(NotRepairable, match="信用报告"):
        filed(record)

    report = Document("credit_report", "信用报告.pdf", PDF)
    filing = Filing("repair", AMBER, record, documents=(*MATERIAL, report))
    assert actions.file(filing, by=PEOPLE["owner"], on=ON)


def test_what_stands_repaired_is_not_repaired_again(record):
    go(filed(record), *GRANTED)

    for procedure in ("repair", "temporary_repair"):
        with pytest.raises(NotRepairable, match="已经修复"):
            filed(record, procedure=procedure, values={"until": "2027-01-01"} if "_" in procedure else {})


def test_what_is_repaired_for_a_time_can_be_repaired_for_good_and_not_for_another_time(record):
    case = filed(record, procedure="temporary_repair", values={"until": "2027-01-01"})
    go(case, ("forward", "operator"))
    go(case, ("propose_repair", "officer"), values={"until": "2027-01-01"})
    go(case, ("repair", "officer2"))

    with pytest.raises(NotRepairable, match="已经修复"):
        filed(record, procedure="temporary_repair", values={"until": "2028-01-01"})
    assert filed(record)


def test_what_is_not_adverse_is_not_repaired(recorded):
    (record,) = recorded({"content": {"XK_WSH": "1"}, "tier": None}, item="administrative_licence")

    for procedure in ("repair", "temporary_repair"):
        with pytest.raises(Refused, match="不是失信信息"):
            filed(record, procedure=procedure, values={"until": "2027-01-01"})


def test_a_record_without_a_tier_waits_for_it(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1"}, "tier": None})

    with pytest.raises(NotRepairable, match="等级"):
        filed(record)


def test_a_granted_repair_hides_the_record_from_everybody_but_its_own_from_that_day(record):
    case = filed(record)
    go(case, *GRANTED[:2])
    assert is_seen(record, ON)

    go(case, GRANTED[2])

    assert not is_seen(record, ON)
    assert not is_seen(record, ON, Viewer.matter(["administrative_penalty"]))
    assert is_seen(record, ON, Viewer.organisation(AMBER))
    assert is_seen(record, ON, Viewer.unit(MARKET))


def test_other_platforms_are_told_with_a_signature_and_a_place_in_the_log(record):
    go(filed(record), *GRANTED)

    (message,) = told(record)

    assert (message.kind, message.uscc, message.on, message.until) == ("repaired", AMBER, str(ON), "")
    assert (message.document_number, message.decided_on) == ("示市监处罚〔2026〕1号", "2026-05-01")
    assert message.unit_name == "示范市市场监督管理局"


def test_a_message_stays_as_it_was_signed(record):
    go(filed(record), *GRANTED)
    message = RepairMessage.objects.get()

    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        RepairMessage.objects.filter(number=message.number).update(text="{}")
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        message.delete()


def test_a_repair_that_is_refused_tells_nobody_else(record):
    go(filed(record), ("forward", "operator"), ("refuse", "officer"))

    assert told(record) == []
    assert is_seen(record, ON)


def test_a_revoked_repair_shows_the_record_again_and_says_so(record):
    case = filed(record)
    go(case, *GRANTED)
    go(case, ("propose_revocation", "officer"), ("revoke", "officer2"), on=date(2026, 9, 1))

    assert not is_seen(record, date(2026, 8, 31))
    assert is_seen(record, date(2026, 9, 1))
    assert [one.kind for one in told(record)] == ["repaired", "restored"]


def test_after_false_materials_the_organisation_waits_as_long_as_the_city_says(record, tmp_path, settings):
    case = filed(record)
    go(case, *GRANTED)
    go(case, ("propose_revocation", "officer"), ("revoke", "officer2"), on=date(2026, 9, 1))
    decide(tmp_path, settings, "false_materials_exclusion", "months", 36)

    with pytest.raises(NotRepairable, match="2029-09-01"):
        filed(record, on=date(2029, 8, 31))
    assert filed(record, on=date(2029, 9, 1))


def test_where_nobody_has_said_for_how_long_false_materials_bar_nothing(record):
    case = filed(record)
    go(case, *GRANTED)
    go(case, ("propose_revocation", "officer"), ("revoke", "officer2"), on=date(2026, 9, 1))

    assert filed(record, on=date(2026, 9, 2))


def decide(folder, settings, name, kind, value):
    place = folder / "law" / "parameters"
    place.mkdir(parents=True)
    written = json.dumps(value)
    (place / "repair.toml").write_text(
        f'[{name}]\nlabel = {{ zh = "本市规定", en = "City" }}\nunit = "{kind}"\nchecked_on = 2026-11-22\n'
        f"[[{name}.values]]\nfrom = 2026-04-01\nvalue = {written}\n"
        'basis = { instrument = "NDRC-36" }\n',
        "utf-8",
    )
    settings.GONGXIN_CITY_FOLDERS = (folder,)


def test_where_the_city_asks_for_a_training_who_came_to_one_may_apply(record, tmp_path, settings):
    decide(tmp_path, settings, "training_condition", "choice", "minor")
    with pytest.raises(NotRepairable, match="培训"):
        filed(record)
    course = TrainingCourse.objects.create(
        id=uuid4(), title="信用修复培训", unit=CENTRE, held_on=ON, place="大会议室", minutes=90, seats=40,
        made_by="operator", made_at=timezone.now(),
    )  # fmt: skip
    TrainingAttendance.objects.create(
        id=uuid4(), course=course, uscc=AMBER, asked=2, signed_up_by="owner", signed_up_at=timezone.now(),
        attended=1, confirmed_by="operator", confirmed_at=timezone.now(), certificate="PX-2026-0001",
    )  # fmt: skip

    assert filed(record)


def test_a_temporary_repair_ends_by_its_day_alone_and_needs_no_shortest_publication(record):
    until = {"until": "2026-12-31"}
    case = filed(record, procedure="temporary_repair", on=date(2026, 5, 10), values=until)
    go(case, GRANTED[0], on=date(2026, 5, 11))
    go(case, GRANTED[1], on=date(2026, 5, 11), values=until)
    go(case, GRANTED[2], on=date(2026, 5, 12))

    assert [is_seen(record, date(2026, *day)) for day in ((5, 11), (5, 12), (12, 31))] == [True, False, False]
    assert is_seen(record, date(2027, 1, 1))
    assert [(one.kind, one.until) for one in told(record)] == [("repaired_for_a_time", "2026-12-31")]


def test_a_temporary_repair_without_the_day_of_the_ruling_is_not_taken(record):
    with pytest.raises(Incomplete, match="届满日"):
        filed(record, procedure="temporary_repair")


def test_a_plan_carried_out_makes_the_temporary_repair_last(record):
    until = {"until": "2026-12-31"}
    case = filed(record, procedure="temporary_repair", values=until)
    go(case, GRANTED[0])
    go(case, GRANTED[1], values=until)
    go(case, GRANTED[2])
    go(case, ("report_completion", "owner"), on=date(2026, 12, 1), documents=RULING[:1])
    go(case, ("propose_lasting", "officer"), ("make_lasting", "officer2"), on=date(2026, 12, 2))

    assert not is_seen(record, date(2027, 1, 1))
    assert RecordMark.objects.filter(record=record, until_on=None, ended_by=None).count() == 1


def test_a_plan_that_fails_ends_the_temporary_repair_at_once(record):
    until = {"until": "2026-12-31"}
    case = filed(record, procedure="temporary_repair", values=until)
    go(case, GRANTED[0])
    go(case, GRANTED[1], values=until)
    go(case, GRANTED[2])
    go(case, ("propose_end", "officer"), ("end", "officer2"), on=date(2026, 10, 9))

    assert not is_seen(record, date(2026, 10, 8))
    assert is_seen(record, date(2026, 10, 9))
    assert [one.kind for one in told(record)] == ["repaired_for_a_time", "restored"]
