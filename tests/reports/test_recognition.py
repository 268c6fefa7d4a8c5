"""Whether a report still says what is so, and what becomes of its files."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from gongxin.actions.entry import withdraw
from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.queries.credit_report import one
from gongxin.reports import kept
from gongxin.reports.issuing import Issuer, issue
from gongxin.reports.recognition import file_of, has_changed, sweep
from gongxin.reports.report_order import ReportKind, ReportOrder

BIRCH, CEDAR = "91310114MA1GT00019", "92310114MA1GT001XX"


def issued(uscc: str = BIRCH, days_ago: int = 0):
    order = ReportOrder(uscc, ReportKind.PUBLIC, "zh", localdate() - timedelta(days=days_ago))
    return one(issue(order, Issuer("desk", "x"), at=timezone.now()).number)


def test_a_report_on_a_day_past_is_compared_with_that_day(published, db):
    past = issued(days_ago=35)

    assert not has_changed(past, on=localdate())
    assert not has_changed(past, on=localdate() + timedelta(days=1000))


def test_a_window_that_ends_changes_a_report_on_its_day_of_issue(published, db):
    report = issued()

    assert not has_changed(report, on=localdate())
    assert has_changed(report, on=localdate() + timedelta(days=1000))


def test_the_nightly_sweep_removes_the_files_of_what_has_changed_and_no_others(published, db):
    changed, standing = issued(), issued(CEDAR)
    shown = entry.of_organisation(BIRCH, viewer=Viewer.ANYONE, on=localdate())[0]
    withdraw(shown.record, reason="作出机关撤销", by="reviewer")
    strays = ["GX200001010000000100", f"GX{localdate():%Y%m%d}9999999900"]
    for stray in strays:
        kept.keep(stray, b"", "")

    gone = sweep(on=localdate())

    assert {changed.number, strays[0]}.isdisjoint(kept.numbers())
    assert {standing.number, strays[1]} <= set(kept.numbers())
    assert gone >= 2
    assert file_of(standing, "pdf", on=localdate()).startswith(b"%PDF")
    with pytest.raises(kept.NotKept):
        file_of(changed, "pdf", on=localdate())
    for number in kept.numbers():
        kept.forget(number)
