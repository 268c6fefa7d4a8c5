"""Batches as their unit sees them. A unit sees its own and nobody else's."""

import datetime
from dataclasses import dataclass, fields
from uuid import UUID

from django.conf import settings

from gongxin.queries.reading import row, rows


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """A batch: what came in and what became of it."""

    id: UUID
    item: str
    edition: str
    unit: str
    submitted_by: str
    file_name: str
    digest: str
    state: str
    stage: str
    received_at: datetime.datetime
    ended_at: datetime.datetime | None
    rows: int
    accepted: int
    corrected: int
    duplicate: int
    rejected: int
    refused_natural_person: int
    review: int
    warnings: int
    late: int
    held_because: str
    refused_because: str
    sequence_from: int | None
    sequence_to: int | None
    log_size: int | None
    receipt: str
    is_finished: bool
    decided_by: str
    day: datetime.date | None
    mends: UUID | None

    @property
    def is_under_way(self) -> bool:
        return self.state == "received" or (self.state == "taken" and not self.is_finished)


COLUMNS = ", ".join(f'"{field.name}"' for field in fields(BatchFacts))
STATES = ("received", "held", "taken", "discarded", "refused")
LARGEST_PAGE = 10_000
SORTS = {
    "": "received_at DESC",
    "oldest": "received_at",
    "file": "file_name, received_at DESC",
    "item": "item, received_at DESC",
    "rows": "rows DESC, received_at DESC",
    "rejected": "rejected DESC, received_at DESC",
}


@dataclass(frozen=True, slots=True)
class BatchFilter:
    """Empty values do not narrow; `text` is part of a file's name or the beginning of a batch's number."""

    unit: str = ""
    item: str = ""
    state: str = ""
    received_from: datetime.date | None = None
    received_to: datetime.date | None = None
    text: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch in a list."""

    id: UUID
    unit: str
    unit_name: str
    item: str
    file_name: str
    submitted_by: str
    state: str
    received_at: datetime.datetime
    rows: int
    accepted: int
    corrected: int
    duplicate: int
    rejected: int
    review: int
    late: int
    mends: UUID | None


ROW = ", ".join(
    "coalesce(u.name, '')" if field.name == "unit_name" else f"b.{field.name}" for field in fields(BatchRow)
)


class UnknownBatch(Exception):
    """There is no such batch, or it is another unit's: the answer is the same."""

    def __init__(self, batch: object) -> None:
        super().__init__(
            f"没有批次 {batch}。请在本单位的批次列表中查看。"
            f" / No batch {batch}. See the list of your unit's batches."
        )


def one(batch: UUID, *, unit: str) -> BatchFacts:
    """Return one batch of the unit.

    Raises:
        UnknownBatch: the unit has no such batch.
    """
    sql = f"SELECT {COLUMNS} FROM batch WHERE id = %(id)s AND unit = %(unit)s"
    found = row(sql, {"id": batch, "unit": unit})
    if found is None:
        raise UnknownBatch(batch)
    return BatchFacts(*found)


def page(narrow: BatchFilter, *, start: int = 0, size: int = 50) -> tuple[tuple[BatchRow, ...], int]:
    """Return a page of batches and how many there are in all. With `unit` a unit's own; else every unit's."""
    where = (
        "(%(unit)s = '' OR b.unit = %(unit)s) AND (%(item)s = '' OR b.item = %(item)s)"
        " AND (%(state)s = '' OR b.state = %(state)s)"
        " AND (%(from)s::date IS NULL OR b.received_at >= %(from)s::date::timestamp AT TIME ZONE %(zone)s)"
        " AND (%(to)s::date IS NULL OR b.received_at < (%(to)s::date + 1)::timestamp AT TIME ZONE %(zone)s)"
        " AND (%(text)s = '' OR strpos(lower(b.file_name), lower(%(text)s)) > 0"
        " OR b.id::text LIKE lower(%(begins)s))"
    )
    values = {
        "unit": narrow.unit,
        "item": narrow.item,
        "state": narrow.state,
        "from": narrow.received_from,
        "to": narrow.received_to,
        "text": narrow.text,
        "begins": narrow.text.replace("%", "").replace("_", "") + "%",
        "zone": settings.TIME_ZONE,
        "start": start,
        "size": max(1, min(size, LARGEST_PAGE)),
    }
    sql = (
        f"SELECT {ROW} FROM batch b LEFT JOIN unit u ON u.uscc = b.unit WHERE {where}"
        f" ORDER BY {SORTS.get(narrow.sort, SORTS[''])}, b.id LIMIT %(size)s OFFSET %(start)s"
    )
    ((total,),) = rows(f"SELECT count(*) FROM batch b WHERE {where}", values)
    return tuple(BatchRow(*found) for found in rows(sql, values)), total


def any_unit(batch: UUID) -> BatchFacts:
    """Return a batch of whichever unit, for the centre.

    Raises:
        UnknownBatch: there is none.
    """
    found = row(f"SELECT {COLUMNS} FROM batch WHERE id = %(id)s", {"id": batch})
    if found is None:
        raise UnknownBatch(batch)
    return BatchFacts(*found)


def chain(batch: BatchFacts) -> tuple[BatchRow, ...]:
    """Return the batches of a chain of resubmissions, the first one first; nothing for a batch on its own."""
    sql = (
        f"SELECT {ROW} FROM batch b LEFT JOIN unit u ON u.uscc = b.unit WHERE b.unit = %(unit)s"
        " AND (b.id = %(first)s OR b.mends = %(first)s) ORDER BY b.received_at"
    )
    found = rows(sql, {"first": batch.mends or batch.id, "unit": batch.unit})
    return tuple(BatchRow(*one) for one in found) if len(found) > 1 else ()


def of_unit(unit: str, *, before: datetime.datetime | None = None, size: int = 30) -> tuple[BatchFacts, ...]:
    """Return the unit's batches, newest first."""
    sql = (
        f"SELECT {COLUMNS} FROM batch WHERE unit = %(unit)s"
        " AND (%(before)s::timestamptz IS NULL OR received_at < %(before)s)"
        " ORDER BY received_at DESC LIMIT %(size)s"
    )
    return tuple(BatchFacts(*found) for found in rows(sql, {"unit": unit, "before": before, "size": size}))
