"""A report from the ledger to the hand: made, kept and on record, and the same in both files."""

import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from gongxin.actions.key import verifier
from gongxin.actions.look import NoPurpose
from gongxin.ledger import credit_report as twins
from gongxin.ledger.credit_report import parse_number
from gongxin.queries import credit_report as issued_reports
from gongxin.queries.organisation import UnknownOrganisation
from gongxin.reports import kept
from gongxin.reports.issuing import Issued, Issuer, issue
from gongxin.reports.report_order import PeriodMissing, ReportKind, ReportOrder
from gongxin.store.models import Entry

BIRCH, CEDAR = "91310114MA1GT00019", "92310114MA1GT001XX"
DESK = Issuer("desk", "representative")
AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


def ordered(kind: str, uscc: str = BIRCH, language: str = "zh", **more) -> ReportOrder:
    return ReportOrder(uscc, ReportKind(kind), language, localdate(), **more)


def a_year() -> tuple[date, date]:
    return localdate() - timedelta(days=365), localdate()


def text_of(issued: Issued) -> str:
    pages = PdfReader(io.BytesIO(issued.pdf)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_kind_is_issued_in_both_languages(published, db, kind, language):
    period = a_year() if kind is ReportKind.NO_VIOLATION else None

    issued = issue(ordered(kind, language=language, period=period), DESK, at=AT)
    text = text_of(issued)

    assert "示范市白桦运输有限公司" in text
    assert BIRCH in text
    assert issued.number in text
    assert ("第1页共" if language == "zh" else "Page2of") in text or "第2页共" in text


def test_an_issue_is_an_entry_of_the_ledger_and_a_row_that_never_says_what_the_report_said(published, db):
    issued = issue(ordered("full"), DESK, at=AT)

    entry = Entry.objects.get(sequence=issued.sequence)
    facts = issued_reports.one(issued.number)
    content = json.loads(entry.content)

    assert (entry.kind, entry.uscc, entry.item) == ("report", BIRCH, "full")
    assert content["pdf_digest"] == facts.pdf_digest == sha256(issued.pdf).hexdigest()
    assert content["json_digest"] == facts.json_digest == sha256(issued.twin.encode()).hexdigest()
    assert content["content_digest"] == facts.content_digest == twins.digest_of(issued.content)
    assert "处罚" not in entry.content


def test_both_files_say_the_same_and_each_names_the_other(published, db):
    issued = issue(ordered("public"), DESK, at=AT)

    twin = twins.read(issued.twin, verifier())
    keywords = PdfReader(io.BytesIO(issued.pdf)).metadata["/Keywords"]

    assert twin.number == issued.number == parse_number(issued.number.lower())
    assert twin.pdf_digest == sha256(issued.pdf).hexdigest()
    assert twin.content_digest in keywords
    assert twin.content_digest in text_of(issued)
    assert twin.content == json.loads(json.dumps(issued.content))


def test_numbers_follow_each_other_and_none_is_given_twice(published, db):
    first, second = (issue(ordered("public"), DESK, at=AT).number for _ in range(2))

    assert first != second
    assert int(second[10:-2]) == int(first[10:-2]) + 1


def test_what_staff_issue_is_a_look_unless_it_is_public(published, db):
    staff = Issuer("window", "operator", unit="12310000000000019X", purpose="依申请出具")
    issue(ordered("public"), staff, at=AT)
    assert not Entry.objects.filter(kind="query").exists()

    issued = issue(ordered("full"), staff, at=AT)

    look = Entry.objects.get(kind="query")
    assert (look.uscc, look.unit, look.item) == (BIRCH, "12310000000000019X", "report")
    assert json.loads(look.content)["case_number"] == issued.number


def test_staff_who_do_not_say_what_for_get_nothing(published, db):
    staff = Issuer("window", "operator", unit="12310000000000019X")

    with pytest.raises(NoPurpose):
        issue(ordered("full"), staff, at=AT)

    assert not Entry.objects.filter(kind__in=["query", "report"]).exists()
    assert issued_reports.page(issued_reports.ReportFilter()) == ()


def test_an_order_that_cannot_be_met_is_refused(published, db):
    with pytest.raises(UnknownOrganisation):
        issue(ordered("public", uscc="91310000MA77777704"), DESK, at=AT)
    for period in (
        None,
        (localdate(), localdate() - timedelta(1)),
        (localdate(), localdate() + timedelta(1)),
    ):
        with pytest.raises(PeriodMissing):
            issue(ordered("no_violation", period=period), DESK, at=AT)


def test_the_files_are_kept_as_they_were_handed_out_and_can_be_forgotten(published, db):
    issued = issue(ordered("public", uscc=CEDAR), DESK, at=AT)

    assert kept.read(issued.number, "pdf") == issued.pdf
    assert kept.read(issued.number, "json") == issued.twin.encode()
    kept.forget(issued.number)
    with pytest.raises(kept.NotKept):
        kept.read(issued.number, "pdf")


def test_a_later_report_is_known_to_follow_an_earlier_one(published, db):
    first = issued_reports.one(issue(ordered("public"), DESK, at=AT).number)
    assert issued_reports.later(first) is None

    issue(ordered("full"), DESK, at=AT + timedelta(hours=1))
    assert issued_reports.later(first) is None
    issue(ordered("public", language="en"), DESK, at=AT + timedelta(hours=2))

    assert issued_reports.later(first) == AT + timedelta(hours=2)
    assert issued_reports.by_digest(first.pdf_digest) == first
    assert issued_reports.by_digest("00") is None
    assert [one.kind for one in issued_reports.page(issued_reports.ReportFilter(uscc=BIRCH))] == [
        "public",
        "full",
        "public",
    ]
    assert replace(first, number="") != first


@pytest.mark.parametrize(("language", "said"), [("zh", "异议标注"), ("en", "Disputed")])
def test_a_disputed_entry_says_so_on_paper_and_one_that_is_repaired_is_not_there(
    living, marked, language, said
):
    shown = Entry.objects.filter(item="administrative_penalty", superseded_by=None, shown_from__isnull=False)
    disputed, repaired = shown.order_by("-decided_on")[:2]
    marked(disputed.record, "annotated", localdate())
    before = text_of(issue(ordered("full", language=language), DESK, at=AT))
    marked(repaired.record, "repaired", localdate())
    after = text_of(issue(ordered("full", language=language), DESK, at=AT))

    assert before.count(said) == after.count(said) == 1
    number = json.loads(repaired.content)["CF_WSH"]
    assert (number in before, number in after) == (True, False)
