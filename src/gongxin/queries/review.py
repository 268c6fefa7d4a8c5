"""The review queue as a unit sees it: the questions its own rows raised."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gongxin.queries.reading import Row, row, rows

COLUMNS = "id, kind, item, batch, row, record, candidates::text, opened_at"
CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A question that waits: `match` (which organisation) or `tier` (which tier)."""

    id: int
    kind: str
    item: str
    batch: UUID
    row: int
    record: UUID | None
    candidates: Sequence[Mapping[str, str]]
    opened_at: datetime.datetime

    @property
    def organisations(self) -> Sequence[Mapping[str, str]]:
        return [one for one in self.candidates if "uscc" in one]


class UnknownCase(Exception):
    """No open case of this unit has the number."""

    def __init__(self, case: int) -> None:
        super().__init__(
            f"没有待处理的问题 {case}，可能已由他人处理。 / No open case {case}; it may have been decided."
        )


def open_of_unit(unit: str, *, size: int = 100) -> tuple[CaseFacts, ...]:
    """Return the unit's open cases, oldest first."""
    sql = (
        f"SELECT {COLUMNS} FROM review_case WHERE unit = %(unit)s AND decided_at IS NULL"
        " ORDER BY id LIMIT %(size)s"
    )
    return tuple(_facts(found) for found in rows(sql, {"unit": unit, "size": size}))


def one(case: int, *, unit: str) -> CaseFacts:
    """Return one open case of the unit.

    Raises:
        UnknownCase: the unit has no such open case.
    """
    sql = f"SELECT {COLUMNS} FROM review_case WHERE id = %(id)s AND unit = %(unit)s AND decided_at IS NULL"
    found = row(sql, {"id": case, "unit": unit})
    if found is None:
        raise UnknownCase(case)
    return _facts(found)


def _facts(found: Row) -> CaseFacts:
    # As text: Django teaches its connections to leave jsonb unread.
    case = list(found)
    case[CANDIDATES] = json.loads(case[CANDIDATES])
    return CaseFacts(*case)
