"""Working on a batch of reports, one organisation after the other; and the file with all of them."""

import csv
import datetime
import io
import zipfile
from collections.abc import Callable, Iterator
from uuid import UUID

from gongxin.actions import credit_report_batch as batches
from gongxin.actions.alone import alone
from gongxin.actions.credit_report import ReportIssuedMeanwhile
from gongxin.actions.credit_report_batch import BatchOrder
from gongxin.queries.credit_report import IssuedReport, of_batch
from gongxin.queries.organisation import UnknownOrganisation
from gongxin.reports.issuing import Issuer, issue
from gongxin.reports.kept import FORMS, NotKept
from gongxin.reports.open_data import AT_ONCE, Sink
from gongxin.reports.recognition import file_of
from gongxin.reports.report_order import ReportKind, ReportOrder

PART = 100  # reports at a go: some ten seconds, in which the worker does nothing else
Clock = Callable[[], datetime.datetime]
HEADER: tuple[str, ...] = (
    "number",
    "uscc",
    "name",
    "kind",
    "issued_at",
    "pdf_sha256",
    "json_sha256",
    "in_this_file",
)


def work_through(batch: UUID, *, clock: Clock) -> int:
    """Issue a part of what the batch still lacks, and queue the rest behind what others wait for.

    Return how many were issued. A batch held elsewhere is left alone.
    """
    with alone(batch) as is_ours:
        if not is_ours:
            return 0
        wanted, waiting = batches.ordered(batch), batches.left(batch)
        issued = sum(_issue(batch, uscc, wanted, clock()) for uscc in waiting[:PART])
        if len(waiting) > PART:
            batches.queue(batch)
        else:
            batches.end(batch)
        return issued


def _issue(batch: UUID, uscc: str, wanted: BatchOrder, at: datetime.datetime) -> bool:
    order = ReportOrder(
        uscc,
        ReportKind(wanted.kind),
        wanted.language,
        wanted.as_of,
        period=wanted.period,
        areas=wanted.areas,
    )
    issuer = Issuer("batch", wanted.by, unit=wanted.unit, purpose=wanted.purpose, batch=batch)
    try:
        issue(order, issuer, at=at)
    except UnknownOrganisation as refusal:
        batches.refuse(batch, uscc, str(refusal))
        return False
    except ReportIssuedMeanwhile:
        return False
    return True


def zipped(batch: UUID, *, on: datetime.date) -> Iterator[bytes]:
    """Yield a ZIP of the reports that still say what is so, and a list of all of them."""
    sink, listed = Sink(), [HEADER]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for report in of_batch(batch):
            files = _files(report, on)
            listed.append(_line(report, bool(files)))
            for form, content in files:
                archive.writestr(f"{report.uscc}-{report.number}.{form}", content)
                if len(sink.held) >= AT_ONCE:
                    yield sink.drain()
        archive.writestr("reports.csv", _csv(listed))
    yield sink.drain()


def _files(report: IssuedReport, on: datetime.date) -> list[tuple[str, bytes]]:
    try:
        return [(form, file_of(report, form, on=on)) for form in FORMS]
    except NotKept:
        return []


def _line(report: IssuedReport, is_here: bool) -> tuple[str, ...]:
    return (
        report.number,
        report.uscc,
        report.organisation,
        report.kind,
        report.issued_at.astimezone(datetime.UTC).isoformat(),
        report.pdf_digest,
        report.json_digest,
        "true" if is_here else "false",
    )


def _csv(lines: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
