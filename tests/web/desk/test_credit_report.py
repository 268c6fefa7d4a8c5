"""Reports at the organisation's own desk."""

import re

from django.utils.timezone import localdate

from gongxin.actions.entry import withdraw
from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.queries.credit_report import ReportFilter, page
from gongxin.store.models import Entry

BIRCH = "91310114MA1GT00019"
DESK = f"/desk/{BIRCH}/reports/"
FULL = {"kind": "full", "language": "zh"}


def test_a_representative_issues_a_report_and_fetches_both_files(published, signed_in):
    browser = signed_in("representative")

    answer = browser.post(DESK, FULL, follow=True)
    (report,) = page(ReportFilter(uscc=BIRCH))
    pdf, twin = (browser.get(f"{DESK}{report.number}.{form}") for form in ("pdf", "json"))

    assert "报告已出具" in answer.content.decode()
    assert (report.kind, report.channel, report.by, report.unit) == ("full", "desk", "representative", "")
    assert pdf.content.startswith(b"%PDF")
    assert re.search(r"no-store", pdf["Cache-Control"])
    assert twin.json()["document"]["number"] == report.number
    assert not Entry.objects.filter(kind="query").exists()


def test_a_special_report_needs_a_period(published, signed_in):
    browser = signed_in("representative")
    special = {"kind": "no_violation", "language": "en", "period_from": "2026-01-01"}

    refused = browser.post(DESK, {**special, "period_to": ""})
    issued = browser.post(DESK, {**special, "period_to": str(localdate()), "areas": ["taxation"]})

    assert (refused.status_code, "起止日期" in refused.content.decode()) == (422, True)
    assert issued.status_code == 302
    (report,) = page(ReportFilter(uscc=BIRCH))
    assert (report.areas, report.language) == (("taxation",), "en")


def test_once_the_facts_have_changed_the_file_is_gone(published, signed_in):
    browser = signed_in("representative")
    browser.post(DESK, FULL)
    (report,) = page(ReportFilter(uscc=BIRCH))
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    withdraw(held[0].record, reason="作出机关撤销", by="reviewer")

    answer = browser.get(f"{DESK}{report.number}.pdf")

    assert (answer.status_code, "重新出具" in answer.content.decode()) == (410, True)


def test_a_report_on_another_organisation_is_not_here(published, signed_in):
    from django.utils import timezone

    from gongxin.reports.issuing import Issuer, issue
    from gongxin.reports.report_order import ReportKind, ReportOrder

    order = ReportOrder("91310000MA0000015F", ReportKind.PUBLIC, "zh", localdate())
    other = issue(order, Issuer("desk", "x"), at=timezone.now())

    assert signed_in("representative").get(f"{DESK}{other.number}.pdf").status_code == 404
