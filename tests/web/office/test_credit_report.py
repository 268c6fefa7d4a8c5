"""Reports at the service window of the centre, and the ledger of what was issued."""

from django.utils.timezone import localdate

from gongxin.queries.credit_report import ReportFilter, page
from gongxin.store.models import Entry

BIRCH, CENTRE = "91310114MA1GT00019", "12310000000000019X"
FULL = {"uscc": BIRCH.lower(), "kind": "full", "language": "zh", "authority": "letter", "purpose": "申请贷款"}


def test_the_window_issues_on_application_and_records_how_the_applicant_was_entitled(published, signed_in):
    browser = signed_in("operator")

    shown = browser.post("/office/reports/new/", FULL, follow=True)
    (report,) = page(ReportFilter(uscc=BIRCH))

    assert "报告已出具" in shown.content.decode()
    assert (report.channel, report.by, report.unit, report.authority) == (
        "window",
        "operator",
        CENTRE,
        "letter",
    )
    assert Entry.objects.filter(kind="query", uscc=BIRCH, item="report").count() == 1
    assert browser.get(f"/office/reports/{report.number}.pdf").content.startswith(b"%PDF")


def test_what_is_not_public_needs_authority_and_purpose_and_no_personal_data(published, signed_in):
    browser = signed_in("operator")
    incomplete = [
        {**FULL, "authority": ""},
        {**FULL, "purpose": " "},
        {**FULL, "purpose": "张三 13800138000 要贷款"},
        {**FULL, "uscc": "91310114MA1GT00018"},
        {**FULL, "uscc": "91310000MA77777704"},
    ]

    answers = [browser.post("/office/reports/new/", one).status_code for one in incomplete]

    assert answers == [422] * len(incomplete)
    assert page(ReportFilter()) == ()


def test_the_ledger_is_filtered_and_shows_no_content(published, signed_in):
    browser = signed_in("operator")
    for kind in ("full", "public"):
        browser.post("/office/reports/new/", {**FULL, "kind": kind})

    everything = signed_in("auditor").get("/office/reports/").content.decode()
    only_public = browser.get("/office/reports/", {"kind": "public", "issued_from": str(localdate())})
    nothing = browser.get("/office/reports/", {"uscc": "92310114MA1GT001XX"})

    assert everything.count('scope="row"') == 2
    assert "处罚" not in everything.replace("行政处罚", "")
    assert only_public.content.decode().count('scope="row"') == 1
    assert "没有符合条件的报告" in nothing.content.decode()


def test_files_are_for_who_issued_them(published, signed_in):
    signed_in("operator").post("/office/reports/new/", FULL)
    (report,) = page(ReportFilter())

    assert signed_in("operator").get(f"/office/reports/{report.number}/").status_code == 200
    assert signed_in("reviewer2").get(f"/office/reports/{report.number}.pdf").status_code == 403
    assert signed_in("auditor").get(f"/office/reports/{report.number}.pdf").status_code == 403
