"""Is a report ours, and does it still say what is so? Answered without telling what it says."""

import datetime
from dataclasses import dataclass
from hashlib import sha256
from zoneinfo import ZoneInfo

from gongxin.queries import credit_report as issued_reports
from gongxin.queries.credit_report import IssuedReport, UnknownReport
from gongxin.queries.organisation import UnknownOrganisation
from gongxin.reports import kept
from gongxin.reports.credit_report import facts_digest, gather
from gongxin.reports.kept import NotKept
from gongxin.reports.report_order import ReportKind, ReportOrder

CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A report of ours. `followed_at`: when a newer one of the same kind was issued, None where none was."""

    report: IssuedReport
    has_changed: bool
    followed_at: datetime.datetime | None


def recognise(number: str, *, on: datetime.date) -> Recognised:
    """Return how a report stands on a day.

    Raises:
        UnknownReport: this platform issued none of this number.
    """
    report = issued_reports.one(number)
    return Recognised(report, has_changed(report, on=on), issued_reports.later(report))


def has_changed(report: IssuedReport, *, on: datetime.date) -> bool:
    """Say whether what the report rests on is different now.

    A report on the day of its issue is compared with that day now, one on an earlier day with what is known
    of that day now.
    """
    is_current = report.as_of == report.issued_at.astimezone(CHINA).date()
    order = ReportOrder(
        report.uscc,
        ReportKind(report.kind),
        report.language,
        on if is_current else report.as_of,
        known_at=report.known_at,
        period=(report.period_from, report.period_to) if report.period_from and report.period_to else None,
        areas=report.areas,
    )
    try:
        return facts_digest(order, gather(order)) != report.facts_digest
    except UnknownOrganisation:
        return True


def is_file_of(report: IssuedReport, file: bytes) -> bool:
    """Say whether the file is one of the two that were handed out, to the last byte."""
    return sha256(file).hexdigest() in (report.pdf_digest, report.json_digest)


def sweep(*, on: datetime.date) -> int:
    """Remove the files of reports that no longer say what is so; return of how many.

    Also those that never went on record, once their day is over: an issue under way keeps its files.
    """
    numbers = kept.numbers()
    outdated = [number for number in numbers if not _stands(number, on)]
    for number in outdated:
        kept.forget(number)
    return len(outdated)


def _stands(number: str, on: datetime.date) -> bool:
    try:
        return not has_changed(issued_reports.one(number), on=on)
    except UnknownReport:
        return number[2:10] >= f"{on:%Y%m%d}"


def file_of(report: IssuedReport, form: str, *, on: datetime.date) -> bytes:
    """Return a file for download, as long as it says what is so; once it does not, it is not kept either.

    Raises:
        NotKept: it is not here any more.
    """
    if has_changed(report, on=on):
        kept.forget(report.number)
        raise NotKept(report.number)
    return kept.read(report.number, form)
