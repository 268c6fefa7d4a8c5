"""Marks follow the steps of a case: what hides, from which day, and what ends it."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from gongxin.actions import batch_of_one, unit
from gongxin.actions import case as actions
from gongxin.actions.batch_of_one import RowRefused
from gongxin.actions.case import Document, Filing
from gongxin.actions.entry import withdraw
from gongxin.actions.verification import verify
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role, UnitKind
from gongxin.procedures.case import Actor, SamePerson
from gongxin.queries import entry
from gongxin.queries.shown_entry import NotShown
from gongxin.store.models import Case, RecordMark

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
FILED, DUE = date(2026, 9, 28), date(2026, 10, 10)  # when the provider has to have answered
LATE = DUE + timedelta(1)
ITEMS = Path(__file__).parents[1] / "cases" / "items"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
REVIEWER = Actor("reviewer", frozenset({Role.CENTRE_REVIEWER}), unit=CENTRE)
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)
OFFICER2 = Actor("officer2", frozenset({Role.DATA_REVIEWER}), unit=MARKET)
OTHERS = {
    "anyone": Viewer.ANYONE,
    "report": Viewer.report(AMBER),
    "matter": Viewer.matter(["administrative_penalty"]),
}
PARTIES = {
    "organisation": Viewer.organisation(AMBER),
    "unit": Viewer.unit(MARKET),
    "centre": Viewer.CENTRE,
}


@pytest.fixture
def record(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    (record,) = recorded({"content": {"CF_WSH": "1号"}})
    return record


@pytest.fixture
def living_penalty(record):
    """A penalty with all its fields, as a file would bring it."""
    row = tomllib.loads((ITEMS / "administrative_penalty.toml").read_text("utf-8"))["accepted"]
    row |= {"处罚决定日期": "2026-05-12", "行政相对人代码_1（统一社会信用代码）": AMBER}
    return batch_of_one.enter(row, item="administrative_penalty", unit=MARKET, by="li", on=FILED).record


def file(procedure, record, *kinds, on=FILED, ground=""):
    documents = tuple(Document(kind, f"{kind}.pdf", PDF) for kind in kinds)
    filing = Filing(procedure, AMBER, record, ground=ground, reason="有误", documents=documents)
    return actions.file(filing, by=OWNER, on=on)


def object_to(record):
    case = file("objection", record, "grounds", ground="error")
    take(case, "forward", OPERATOR, FILED)
    return case


def take(case, step, by, on, **given):
    actions.take(case, step, seen=Case.objects.get(id=case).version, by=by, on=on, **given)


def sees(viewer, record, on, known_at=None):
    """Return the marks that the viewer is shown with the record, or None where it is not shown."""
    try:
        shown = entry.one(record, viewer=viewer, on=on, known_at=known_at)
    except NotShown:
        return None
    return tuple(one.kind.value for one in shown.standing_marks)


def everybody(record, on):
    return {who: sees(viewer, record, on) for who, viewer in (OTHERS | PARTIES).items()}


def test_everybody_sees_a_disputed_record_with_its_mark(record):
    object_to(record)

    assert everybody(record, DUE) == dict.fromkeys(OTHERS | PARTIES, ("annotated",))


def test_a_provider_who_is_late_has_its_record_suspended_by_the_day_alone(record):
    case = object_to(record)
    assert everybody(record, LATE) == {
        **dict.fromkeys(OTHERS),
        **dict.fromkeys(PARTIES, ("annotated", "suspended")),
    }

    take(case, "propose_upholding", OFFICER, LATE, reason="待复核")
    assert sees(Viewer.ANYONE, record, LATE) is None  # a proposal is no answer
    take(case, "return_proposal", OFFICER2, LATE, reason="不成立")
    take(case, "dismiss", OFFICER, LATE, reason="核查无误")
    assert everybody(record, LATE) == dict.fromkeys(OTHERS | PARTIES, ())


def test_an_answer_in_time_leaves_no_suspension_behind(record):
    case = object_to(record)
    take(case, "dismiss", OFFICER, DUE, reason="核查无误")

    assert everybody(record, LATE) == dict.fromkeys(OTHERS | PARTIES, ())
    assert not RecordMark.objects.filter(kind="suspended", ended_by=None).exists()


def test_who_still_disagrees_has_the_record_marked_until_that_is_taken_back(record):
    case = object_to(record)
    take(case, "dismiss", OFFICER, DUE, reason="核查无误")
    take(case, "dissent", OWNER, LATE)
    assert sees(Viewer.ANYONE, record, LATE + timedelta(90)) == ("annotated",)

    take(case, "withdraw", OWNER, LATE + timedelta(90))
    assert sees(Viewer.ANYONE, record, LATE + timedelta(90)) == ()


def test_days_past_keep_their_marks_and_moments_past_what_was_believed(record):
    case = object_to(record)
    forwarded = Case.objects.get(id=case).steps.get(number=2).at
    take(case, "dismiss", OFFICER, LATE + timedelta(3), reason="核查无误")

    assert sees(Viewer.ANYONE, record, FILED) == ("annotated",)
    assert sees(Viewer.ANYONE, record, LATE + timedelta(2)) is None
    assert sees(Viewer.ANYONE, record, LATE + timedelta(3)) == ()
    assert sees(Viewer.ANYONE, record, LATE + timedelta(3), known_at=forwarded) is None
    before = forwarded - timedelta(days=1)
    assert before < forwarded
    assert sees(Viewer.CENTRE, record, LATE, known_at=forwarded) == ("annotated", "suspended")


def repair(record):
    case = file("repair", record, "proof_of_fulfilment", "commitment_letter")
    take(case, "forward", OPERATOR, FILED)
    take(case, "propose_repair", OFFICER, FILED)
    take(case, "repair", OFFICER2, FILED + timedelta(1))
    return case


def test_a_repaired_record_is_published_shared_and_used_no_more(record):
    case = repair(record)

    assert sees(Viewer.ANYONE, record, FILED) == ()
    assert everybody(record, FILED + timedelta(1)) == {
        **dict.fromkeys(OTHERS),
        **dict.fromkeys(PARTIES, ("repaired",)),
    }
    assert Case.objects.get(id=case).closed_on == FILED + timedelta(1)


def test_a_repair_by_false_materials_is_revoked_and_the_record_shows_again(record):
    case = repair(record)
    take(case, "propose_revocation", OFFICER, LATE, reason="材料虚假")
    assert sees(Viewer.ANYONE, record, LATE) is None
    take(case, "revoke", OFFICER2, LATE, reason="材料虚假")

    assert everybody(record, LATE) == dict.fromkeys(OTHERS | PARTIES, ())
    assert sees(Viewer.ANYONE, record, LATE - timedelta(1)) is None  # that day it was repaired


def test_an_objection_upheld_takes_the_record_down_and_its_marks_with_it(record):
    case = object_to(record)
    take(case, "propose_upholding", OFFICER, DUE, reason="确有错误")
    take(case, "uphold_with_withdrawal", OFFICER2, DUE)

    assert everybody(record, DUE) == dict.fromkeys(OTHERS | PARTIES)
    assert not RecordMark.objects.filter(ended_by=None, until_on=None).exists()


def test_an_objection_upheld_by_a_correction_leaves_the_next_version_unmarked(living_penalty):
    case = object_to(living_penalty)
    values = {"CF_SY": "更正后的违法事实。"}
    take(case, "propose_upholding", OFFICER, DUE, reason="确有错误", values=values)
    take(case, "uphold_with_correction", OFFICER2, DUE)  # what was proposed is what is confirmed

    shown = entry.one(living_penalty, viewer=Viewer.ANYONE, on=DUE)
    assert (shown.version, shown.content["CF_SY"], shown.marks) == (2, "更正后的违法事实。", ())


def test_the_centre_corrects_to_what_was_sent_by_two_persons(living_penalty):
    case = file("objection", living_penalty, "grounds", ground="error")
    take(case, "propose_correction", OPERATOR, FILED, reason="与报送不符", values={"CF_SY": "报送的事实。"})
    with pytest.raises(SamePerson):
        take(case, "correct", OPERATOR, FILED)
    take(case, "correct", REVIEWER, FILED)

    assert entry.one(living_penalty, viewer=Viewer.ANYONE, on=FILED).content["CF_SY"] == "报送的事实。"
    assert Case.objects.get(id=case).state == "corrected"


def test_a_correction_that_the_checks_refuse_leaves_the_case_where_it_was(living_penalty):
    case = object_to(living_penalty)
    with pytest.raises(RowRefused):
        take(case, "propose_upholding", OFFICER, DUE, reason="确有错误", values={"CF_NR_FK": "-1"})

    assert Case.objects.get(id=case).state == "verifying"
    assert everybody(living_penalty, DUE) == dict.fromkeys(OTHERS | PARTIES, ("annotated",))


def test_what_was_deleted_on_request_is_gone_with_what_was_said_of_it(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    (honour,) = recorded({"content": {"honour_name": "守合同重信用"}, "tier": None}, item="honour")
    case = file("deletion", honour)
    assert "守合同" in Case.objects.get(id=case).title["zh"]
    take(case, "propose_deletion", OPERATOR, FILED)
    take(case, "delete", REVIEWER, FILED)

    assert everybody(honour, FILED) == dict.fromkeys(OTHERS | PARTIES)
    assert "守合同" not in str(Case.objects.get(id=case).title)


def test_a_record_withdrawn_by_its_provider_meanwhile_does_not_hold_the_case_up(record):
    case = object_to(record)
    take(case, "propose_upholding", OFFICER, DUE, reason="确有错误")
    withdraw(record, reason="误报", by="officer")
    take(case, "uphold_with_withdrawal", OFFICER2, DUE)

    assert Case.objects.get(id=case).state == "upheld"
    assert list(verify()) == []
