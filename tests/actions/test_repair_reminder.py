"""An organisation is told once when a record becomes repairable, and when a repair for a time ends."""

from datetime import date

import pytest

from gongxin.actions import case as actions
from gongxin.actions import unit
from gongxin.actions.case import Document, Filing
from gongxin.actions.reminder import remind
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.store.models import Case, Notice

AMBER, MARKET = "91310000MA0000015F", "11310000000000035N"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit="12310000000000019X")
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)
OFFICER2 = Actor("officer2", frozenset({Role.DATA_REVIEWER}), unit=MARKET)
SINCE = date(2026, 8, 1)


@pytest.fixture
def record(recorded):
    unit.add(MARKET, "示范市市场监督管理局")
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号"}})
    return record


def filed(record, procedure, *kinds, on=SINCE, **given):
    documents = tuple(Document(kind, "文件.pdf", PDF) for kind in kinds)
    return actions.file(Filing(procedure, AMBER, record, documents=documents, **given), by=OWNER, on=on)


def told(kind):
    return [one.values for one in Notice.objects.filter(kind=kind, uscc=AMBER)]


def test_on_the_day_a_record_becomes_repairable_its_organisation_is_told_once(record):
    assert remind(on=date(2026, 7, 31)) == 0
    assert [remind(on=SINCE), remind(on=SINCE), remind(on=date(2026, 8, 2))] == [1, 0, 0]

    (values,) = told("repair_possible")
    assert values["since"] == "2026-08-01"
    assert "示市监处罚〔2026〕1号" in values["about"]["zh"]


def test_a_day_that_was_missed_is_made_up_for_within_two_weeks(record):
    assert remind(on=date(2026, 8, 16)) == 0
    assert remind(on=date(2026, 8, 15)) == 1


def test_who_has_applied_needs_no_reminder(record):
    filed(record, "repair", "proof_of_fulfilment", "commitment_letter")

    assert remind(on=SINCE) == 0


def test_a_record_that_cannot_be_repaired_or_has_no_tier_is_not_announced(recorded):
    recorded({"content": {"CF_WSH": "1"}, "tier": None})

    assert remind(on=SINCE) == 0


def test_the_end_of_a_repair_for_a_time_is_told_a_month_before_and_the_repair_is_not_offered(record):
    until = {"until": "2026-12-31"}
    case = filed(
        record, "temporary_repair", "court_document", "commitment_letter", values=until, on=date(2026, 5, 11)
    )
    for step, by in (("forward", OPERATOR), ("propose_repair", OFFICER), ("repair", OFFICER2)):
        seen = Case.objects.get(id=case).version
        said = until if step == "propose_repair" else {}
        actions.take(case, step, seen=seen, by=by, on=date(2026, 5, 11), values=said)

    assert [remind(on=SINCE), remind(on=date(2026, 11, 30)), remind(on=date(2026, 12, 1))] == [0, 0, 1]
    assert told("repair_ending")[0]["until"] == "2026-12-31"
