"""Verifying a report on the portal: what it tells, and that it tells nothing of the content."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from gongxin.actions.entry import withdraw
from gongxin.disclosure.policy import Viewer
from gongxin.ledger.credit_report import grouped, number_of
from gongxin.queries import entry
from gongxin.reports.issuing import Issued, Issuer, issue
from gongxin.reports.report_order import ReportKind, ReportOrder

BIRCH = "91310114MA1GT00019"


def issued(kind: str = "public", **more) -> Issued:
    order = ReportOrder(BIRCH, ReportKind(kind), "zh", localdate(), **more)
    return issue(order, Issuer("desk", "representative"), at=timezone.now())


def sent(address: str, name: str, content: bytes) -> str:
    return Client().post(address, {"file": SimpleUploadedFile(name, content)}).content.decode()


def test_a_number_typed_with_blanks_leads_to_its_page(published, db):
    number = issued().number

    answer = Client().get("/reports/", {"number": grouped(number).lower()})

    assert (answer.status_code, answer["Location"]) == (302, f"/reports/{number}/")


def test_a_number_with_a_slip_of_the_pen_is_noticed_before_anything_is_looked_up(published, db):
    number = issued().number
    slip = number[:-3] + str((int(number[-3]) + 1) % 10) + number[-2:]

    typed = Client().get("/reports/", {"number": slip})

    assert (typed.status_code, "校验" in typed.content.decode()) == (422, True)
    assert Client().get(f"/reports/{slip}/").status_code == 404


def test_a_sound_number_that_was_never_issued_is_unknown(published, db):
    answer = Client().get(f"/reports/{number_of(99_999_999, localdate())}/")

    assert (answer.status_code, "没有出具过" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("kind", ["public", "full"])
def test_the_page_tells_that_it_is_current_and_nothing_of_whom_or_what(published, db, kind):
    report = issued(kind)

    page = Client().get(f"/reports/{report.number}/").content.decode()

    assert "到此刻没有变化" in page
    assert BIRCH not in page
    assert "白桦" not in page
    assert "处罚" not in page


def test_it_tells_that_the_facts_have_changed_since(published, db):
    report = issued()
    shown = entry.of_organisation(BIRCH, viewer=Viewer.ANYONE, on=localdate())[0]

    withdraw(shown.record, reason="作出机关撤销", by="reviewer")

    assert "信息有变化" in Client().get(f"/reports/{report.number}/").content.decode()


def test_what_the_public_cannot_see_does_not_change_a_public_report(published, db):
    public, full = issued(), issued("full")
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    hidden = next(one for one in held if one.shown_from is None)

    withdraw(hidden.record, reason="作出机关撤销", by="reviewer")

    assert "信息有变化" not in Client().get(f"/reports/{public.number}/").content.decode()
    assert "信息有变化" in Client().get(f"/reports/{full.number}/").content.decode()


def test_a_later_report_of_the_same_kind_is_told_by_its_time_only(published, db):
    first = issued()
    order = ReportOrder(BIRCH, ReportKind.PUBLIC, "en", localdate())
    second = issue(order, Issuer("desk", "representative"), at=timezone.now() + timedelta(minutes=1))

    page = Client().get(f"/reports/{first.number}/").content.decode()

    assert "已有更新的报告" in page
    assert second.number not in page
    assert "已有更新的报告" not in Client().get(f"/reports/{second.number}/").content.decode()


def test_the_file_itself_is_recognised_with_its_number_and_without(published, db):
    report = issued()

    for address in ("/reports/", f"/reports/{report.number}/"):
        assert "完全一致" in sent(address, "a.pdf", report.pdf)
        assert "完全一致" in sent(address, "a.json", report.twin.encode())


def test_an_altered_file_is_not_the_one_that_was_issued(published, db):
    report = issued()
    altered = report.pdf.replace(b"%PDF", b"%PDf", 1)

    assert "不是这份报告的原件" in sent(f"/reports/{report.number}/", "a.pdf", altered)
    assert "不是本平台出具的报告，或者已被改动" in sent("/reports/", "a.pdf", altered)


def test_a_file_of_two_megabytes_is_compared_and_one_of_nine_is_not(published, db):
    number = issued().number

    answers = [
        Client().post(f"/reports/{number}/", {"file": SimpleUploadedFile("a.pdf", bytes(size << 20))})
        for size in (2, 9)
    ]

    assert [answer.status_code for answer in answers] == [200, 413]
