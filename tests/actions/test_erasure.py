"""Content goes under a rule or not at all: the database refuses, whoever asks."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from gongxin.actions import case, case_letter, entry, erasure, unit
from gongxin.actions.case import Document, Filing
from gongxin.actions.case_subject import NotForThisRecord
from gongxin.actions.entry import NoSuchEntry
from gongxin.actions.erasure import Removal, erase_on
from gongxin.actions.log import writing
from gongxin.actions.verification import verify
from gongxin.disclosure.erasure_rule import ErasureRule
from gongxin.disclosure.role import Role, UnitKind
from gongxin.ledger import erasure as ledger
from gongxin.procedures.case import Actor
from gongxin.store.models import CaseDocument, CaseStep, Entry, Notice

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
REVIEWER = Actor("reviewer", frozenset({Role.CENTRE_REVIEWER}), unit=CENTRE)
OVER, LONG_AGO = date(2013, 5, 1), date(2018, 4, 30)


def remove(records, rule, basis="SH 27", reason="查询期限届满"):
    with writing() as head:
        erase_on(head, records, Removal(rule, basis, reason))


def contents():
    return dict(Entry.objects.filter(kind="record").values_list("record", "content"))


def test_what_nobody_may_query_any_more_goes_several_at_once_each_by_an_entry_of_its_own(recorded):
    records = recorded(*({"content": {"CF_WSH": str(n)}, "decided_on": OVER} for n in range(3)))

    remove(records, ErasureRule.EXPIRED)

    assert set(contents().values()) == {None}
    assert Entry.objects.filter(kind="erasure").count() == 3
    assert list(verify()) == []


def test_the_query_period_that_counts_is_that_of_the_record_as_it_last_stood(recorded):
    recorded({"content": {"CF_WSH": "1"}, "decided_on": OVER})
    (record,) = recorded({"content": {"CF_WSH": "1"}, "decided_on": OVER, "ended_on": LONG_AGO})
    later = Entry.objects.filter(record=record).order_by("-version").first()

    assert later.query_until == date(2018, 5, 1)
    remove([record], ErasureRule.EXPIRED)
    assert list(verify()) == []


@pytest.mark.parametrize("rule", [ErasureRule.EXPIRED, ErasureRule.REQUEST, "because", ""])
def test_no_rule_no_erasure(recorded, rule):
    """A current penalty is neither expired, nor asked for, nor open to a rule somebody made up."""
    (record,) = recorded({"content": {"CF_WSH": "1"}})

    with pytest.raises(DatabaseError, match="no rule lets"), transaction.atomic():
        remove([record], rule)

    assert contents()[record]


def test_an_order_says_on_what_basis_and_why(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1"}})

    for basis, reason in (("", "误收"), ("PIPL 47", "")):
        with pytest.raises(DatabaseError, match="no rule lets"), transaction.atomic():
            remove([record], ErasureRule.ORDER, basis, reason)
    erasure.erase(record, basis="PIPL 47", reason="误收")
    assert contents()[record] is None


def test_one_that_no_rule_covers_keeps_all_where_they_are(recorded):
    over, current = recorded({"content": {"CF_WSH": "1"}, "decided_on": OVER}, {"content": {"CF_WSH": "2"}})

    with pytest.raises(DatabaseError, match="no rule lets"), transaction.atomic():
        remove([over, current], ErasureRule.EXPIRED)

    assert all(contents().values())
    assert not Entry.objects.filter(kind="erasure").exists()


def test_an_erasure_that_stands_in_the_log_covers_nothing_any_more(recorded):
    one, other = recorded({"content": {"CF_WSH": "1"}}, {"content": {"CF_WSH": "2"}})
    erasure.erase(one, basis="PIPL 47", reason="误收")
    (sequence,) = Entry.objects.filter(record=other).values_list("sequence", flat=True)

    with (
        pytest.raises(DatabaseError, match="no rule lets"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT erase_entry(%s)", [sequence])


def test_a_withdrawn_record_loses_its_content_and_the_reason_it_was_withdrawn_for(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1"}, "decided_on": OVER})
    entry.withdraw(record, reason="决定书被撤销", by="li")

    remove([record], ErasureRule.EXPIRED)

    assert list(Entry.objects.filter(record=record).values_list("content", flat=True)) == [None, None]
    with pytest.raises(NoSuchEntry):
        remove([record], ErasureRule.EXPIRED)
    assert list(verify()) == []


def test_evidence_and_letters_about_what_went_go_with_it_and_stay_where_another_case_needs_them(
    recorded, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.GONGXIN_DATA = tmp_path
    gone, other = recorded({"content": {"CF_WSH": "1"}}, {"content": {"CF_WSH": "2"}})
    shared, own = Document("grounds", "共用.pdf", PDF), Document("grounds", "证据.pdf", PDF + b"\n")
    for record, documents in ((gone, (shared, own)), (other, (shared,))):
        filing = Filing("objection", AMBER, record, ground="error", documents=documents)
        case.file(filing, by=OWNER, on=date(2026, 9, 28))
    step = CaseStep.objects.get(case__subject=gone)
    case_letter.keep(step.id, "acceptance", "zh", b"letter", at=step.at)

    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(gone, basis="PIPL 47", reason="误收")

    kept = {path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert kept & {PDF, PDF + b"\n", b"letter"} == {PDF}
    assert CaseDocument.objects.filter(case__subject=gone).count() == 2


@pytest.fixture
def honour(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    content = {"honour_name": "示范单位", "document_number": "示表〔2026〕1号"}
    (record,) = recorded({"content": content, "tier": None}, item="honour")
    return record


def test_what_two_persons_agree_to_delete_on_request_goes_under_that_rule(honour):
    asked = case.file(Filing("deletion", AMBER, honour), by=OWNER, on=date(2026, 9, 28))
    case.take(asked, "propose_deletion", seen=1, by=OPERATOR, on=date(2026, 9, 29))
    case.take(asked, "delete", seen=2, by=REVIEWER, on=date(2026, 9, 30))

    assert contents()[honour] is None
    assert ledger.read(Entry.objects.get(kind="erasure").content, None).rule == "request"
    assert sorted(Notice.objects.filter(kind__endswith="deleted").values_list("unit", flat=True)) == [MARKET]
    assert list(verify()) == []


def test_before_the_second_person_agreed_nothing_can_go(honour):
    asked = case.file(Filing("deletion", AMBER, honour), by=OWNER, on=date(2026, 9, 28))
    case.take(asked, "propose_deletion", seen=1, by=OPERATOR, on=date(2026, 9, 29))

    with pytest.raises(DatabaseError, match="no rule lets"), transaction.atomic():
        remove([honour], ErasureRule.REQUEST)


def test_adverse_information_is_not_deleted_on_request(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1"}})

    with pytest.raises(NotForThisRecord, match="异议"):
        case.file(Filing("deletion", AMBER, record), by=OWNER, on=date(2026, 9, 28))
