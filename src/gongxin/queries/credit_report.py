"""What a credit report rests on, and which reports were issued."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry, log
from gongxin.queries.entry_row import find_of_organisation
from gongxin.queries.evaluation import Standing, standing
from gongxin.queries.organisation import OrganisationFacts, by_code
from gongxin.queries.reading import Row, row, rows
from gongxin.queries.shown_entry import ShownEntry

PER_ITEM = 500  # entries of one item in one report; the counts tell of the rest
LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Held:
    """What a viewer may see about one organisation, and where the log ends. `counts` are without a cap."""

    organisation: OrganisationFacts
    entries: tuple[ShownEntry, ...]
    counts: Mapping[str, int]
    log_size: int
    checkpoint: str
    grades: tuple[Standing, ...] = ()


def held(uscc: str, *, viewer: Viewer, on: datetime.date, known_at: datetime.datetime | None = None) -> Held:
    """Return all that a report on the organisation may say to the viewer.

    Raises:
        UnknownOrganisation: the code is not in the register.
    """
    facts = by_code(uscc)
    found = find_of_organisation(uscc, viewer=viewer, on=on, known_at=known_at, per_item=PER_ITEM)
    counts = entry.counts_of_organisation(uscc, viewer=viewer, on=on, known_at=known_at)
    size, note = _log_end()
    shown = tuple(entry.shown_entry(one, viewer) for one in found)
    grades = standing([uscc], on, viewer=viewer, known_at=known_at).get(uscc, ())
    return Held(facts, shown, counts, size, note, grades)


def _log_end() -> tuple[int, str]:
    try:
        newest = log.checkpoint()
    except log.EmptyLog:
        return 0, ""
    return newest.size, newest.note


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report as it was issued; never what it says."""

    number: str
    sequence: int
    kind: str
    language: str
    uscc: str
    as_of: datetime.date
    known_at: datetime.datetime | None
    period_from: datetime.date | None
    period_to: datetime.date | None
    areas: tuple[str, ...]
    issued_at: datetime.datetime
    channel: str
    by: str
    unit: str
    authority: str
    batch: UUID | None
    entries: int
    facts_digest: str
    content_digest: str
    pdf_digest: str
    json_digest: str
    organisation: str
    unit_name: str


OWN = tuple(field.name for field in fields(IssuedReport))[:-2]
COLUMNS = ", ".join(f'r."{name}"' for name in OWN) + ", coalesce(o.name, ''), coalesce(u.name, '')"
FROM = "credit_report r LEFT JOIN organisation o ON o.uscc = r.uscc LEFT JOIN unit u ON u.uscc = r.unit"


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Empty values do not narrow; both days are included."""

    uscc: str = ""
    unit: str = ""
    kind: str = ""
    channel: str = ""
    by: str = ""
    issued_from: datetime.date | None = None
    issued_to: datetime.date | None = None


ZONE = "AT TIME ZONE 'Asia/Shanghai'"
NARROWING = {
    "uscc": "r.uscc = %(uscc)s",
    "unit": "r.unit = %(unit)s",
    "kind": "r.kind = %(kind)s",
    "channel": "r.channel = %(channel)s",
    "by": "r.by = %(by)s",
    "issued_from": f"r.issued_at >= %(issued_from)s::timestamp {ZONE}",
    "issued_to": f"r.issued_at < (%(issued_to)s::date + 1)::timestamp {ZONE}",
}


class UnknownReport(Exception):
    """No report of this number was issued, or it is not for this reader: the answer is the same."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"本平台没有出具过编号为 {number} 的报告。请核对封面上的编号；"
            "编号无误的，该文件不是本平台出具的。"
            f" / This platform issued no report {number}. Compare the number with the cover; if it is the"
            " same, the document is not ours."
        )


def one(number: str) -> IssuedReport:
    """Return an issued report.

    Raises:
        UnknownReport: there is none.
    """
    found = row(f"SELECT {COLUMNS} FROM {FROM} WHERE r.number = %(number)s", {"number": number})
    if found is None:
        raise UnknownReport(number)
    return _issued(found)


def by_digest(digest: str) -> IssuedReport | None:
    """Return the report one of whose files has this SHA-256."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE r.pdf_digest = %(digest)s OR r.json_digest = %(digest)s"
    found = row(sql, {"digest": digest})
    return _issued(found) if found else None


def later(report: IssuedReport) -> datetime.datetime | None:
    """Return when a newer report of the same kind about the same organisation was issued, or None."""
    sql = (
        "SELECT max(issued_at) FROM credit_report WHERE uscc = %(uscc)s AND kind = %(kind)s"
        " AND issued_at > %(issued_at)s AND period_from IS NOT DISTINCT FROM %(from)s"
        " AND period_to IS NOT DISTINCT FROM %(to)s AND as_of >= %(as_of)s AND areas = %(areas)s::jsonb"
    )
    values = {
        "uscc": report.uscc,
        "kind": report.kind,
        "issued_at": report.issued_at,
        "from": report.period_from,
        "to": report.period_to,
        "as_of": report.as_of,
        "areas": json.dumps(report.areas),
    }
    (found,) = row(sql, values) or (None,)
    return found if isinstance(found, datetime.datetime) else None


def page(narrow: ReportFilter, *, before: str = "", size: int = 50) -> tuple[IssuedReport, ...]:
    """Return issued reports, newest number first; `before` is the last number of the page before."""
    parts = ["true"]
    given: dict[str, object] = {"size": max(1, min(size, LARGEST_PAGE))}
    for name, text in NARROWING.items():
        if value := getattr(narrow, name):
            parts.append(text)
            given[name] = value
    if before:
        parts.append(
            "(r.issued_at, r.number) <"
            " (SELECT issued_at, number FROM credit_report WHERE number = %(before)s)"
        )
        given["before"] = before
    sql = (
        f"SELECT {COLUMNS} FROM {FROM} WHERE {' AND '.join(parts)}"
        " ORDER BY r.issued_at DESC, r.number DESC LIMIT %(size)s"
    )
    return tuple(map(_issued, rows(sql, given)))


def _issued(found: Row) -> IssuedReport:
    return IssuedReport(*_with_areas(found, OWN.index("areas")))


def _with_areas(found: Row, place: int) -> Row:
    """Django has its connections hand JSON over as text."""
    return (*found[:place], tuple(json.loads(found[place])), *found[place + 1 :])


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a batch of reports has come. `refused` says for each code why there is no report."""

    id: UUID
    kind: str
    language: str
    period_from: datetime.date | None
    period_to: datetime.date | None
    areas: tuple[str, ...]
    as_of: datetime.date
    by: str
    unit: str
    purpose: str
    total: int
    refused: Mapping[str, str]
    ordered_at: datetime.datetime
    ended_at: datetime.datetime | None
    issued: int

    @property
    def share(self) -> float:
        """The part that is done, 0 to 1."""
        return (self.issued + len(self.refused)) / self.total if self.total else 1.0


BATCH = (
    "SELECT b.id, b.kind, b.language, b.period_from, b.period_to, b.areas, b.as_of, b.by, b.unit, b.purpose,"
    " jsonb_array_length(b.codes), b.refused, b.ordered_at, b.ended_at,"
    " (SELECT count(*) FROM credit_report r WHERE r.batch = b.id) FROM credit_report_batch b"
)


BATCH_AREAS, BATCH_REFUSED = 5, 11


class UnknownReportBatch(Exception):
    """There is no such batch of reports, or it is another unit's."""

    def __init__(self, batch: object) -> None:
        super().__init__(
            f"没有报告批次 {batch}。请在批量出具页面查看。"
            f" / No batch of reports {batch}. See the list of batches."
        )


def batch(number: UUID, *, unit: str) -> BatchProgress:
    """Return one batch of the unit.

    Raises:
        UnknownReportBatch: the unit has no such batch.
    """
    found = row(f"{BATCH} WHERE b.id = %(id)s AND b.unit = %(unit)s", {"id": number, "unit": unit})
    if found is None:
        raise UnknownReportBatch(number)
    return _progress(found)


def batches(unit: str, *, size: int = 30) -> tuple[BatchProgress, ...]:
    """Return the unit's batches, newest first."""
    sql = f"{BATCH} WHERE b.unit = %(unit)s ORDER BY b.ordered_at DESC LIMIT %(size)s"
    return tuple(map(_progress, rows(sql, {"unit": unit, "size": size})))


def _progress(found: Row) -> BatchProgress:
    known = _with_areas(found, BATCH_AREAS)
    refused = json.loads(known[BATCH_REFUSED])
    return BatchProgress(*(*known[:BATCH_REFUSED], refused, *known[BATCH_REFUSED + 1 :]))


def of_batch(number: UUID) -> tuple[IssuedReport, ...]:
    """Return the reports of a batch in the order of their numbers."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE r.batch = %(batch)s ORDER BY r.number"
    return tuple(map(_issued, rows(sql, {"batch": number})))
