"""Batches as their unit sees them. A unit sees its own and nobody else's."""

import datetime
from dataclasses import dataclass, fields
from uuid import UUID

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

    @property
    def is_under_way(self) -> bool:
        return self.state == "received" or (self.state == "taken" and not self.is_finished)


COLUMNS = ", ".join(f'"{field.name}"' for field in fields(BatchFacts))


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


def of_unit(unit: str, *, before: datetime.datetime | None = None, size: int = 30) -> tuple[BatchFacts, ...]:
    """Return the unit's batches, newest first."""
    sql = (
        f"SELECT {COLUMNS} FROM batch WHERE unit = %(unit)s"
        " AND (%(before)s::timestamptz IS NULL OR received_at < %(before)s)"
        " ORDER BY received_at DESC LIMIT %(size)s"
    )
    return tuple(BatchFacts(*found) for found in rows(sql, {"unit": unit, "before": before, "size": size}))
