"""Tasks of inspection as the unit has them before it."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from gongxin.queries.reading import Row, row, rows

LARGEST = 500


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """A task; `others` are the units that take part in the same visit, `visit_due_on` when that is due."""

    id: UUID
    kind: str
    draw: UUID | None
    draw_code: str
    draw_name_zh: str
    draw_name_en: str
    number: int | None
    uscc: str
    organisation: str
    address: str
    unit: str
    unit_name: str
    field: str
    stratum: str
    places: Sequence[int]
    reason: str
    due_on: datetime.date
    visit_due_on: datetime.date | None
    placing: str
    record: UUID | None
    result_type: str
    inspected_on: datetime.date | None
    others: Sequence[str]

    @property
    def is_open(self) -> bool:
        return self.placing != "spared" and self.record is None


@dataclass(frozen=True, slots=True)
class Load:
    """What a unit has before it."""

    open: int
    overdue: int
    done: int
    spared: int


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What of a unit's tasks is wanted."""

    state: str = "open"  # open, done, spared
    draw: UUID | None = None


class UnknownInspection(Exception):
    """The unit has no such task."""

    def __init__(self, inspection: object) -> None:
        super().__init__(
            f"本单位没有检查任务 {inspection}。请在列表中选择。"
            f" / This unit has no inspection {inspection}. Choose one of the list."
        )


OTHERS = (
    "array(SELECT DISTINCT coalesce(ou.name, other.unit) FROM inspection other"
    " LEFT JOIN unit ou ON ou.uscc = other.unit"
    " WHERE other.visit_id = i.visit_id AND other.unit <> i.unit ORDER BY 1)"
)
NAMED = {
    "draw_code": "coalesce(d.code, '')",
    "draw_name_zh": "coalesce(d.name_zh, '')",
    "draw_name_en": "coalesce(d.name_en, '')",
    "organisation": "coalesce(o.name, '')",
    "address": "coalesce(o.address, '')",
    "unit_name": "coalesce(u.name, i.unit)",
    "visit_due_on": "v.due_on",
    "others": OTHERS,
}
OWN = [field.name for field in fields(InspectionFacts)]
COLUMNS = ", ".join(NAMED.get(name, f"i.{name}") for name in OWN)
FROM = (
    "inspection i LEFT JOIN draw d ON d.id = i.draw LEFT JOIN organisation o ON o.uscc = i.uscc"
    " LEFT JOIN unit u ON u.uscc = i.unit LEFT JOIN visit v ON v.id = i.visit_id"
)
STATES: Mapping[str, str] = {
    "open": "i.record IS NULL AND i.placing <> 'spared'",
    "done": "i.record IS NOT NULL",
    "spared": "i.placing = 'spared'",
}


def of_unit(unit: str, narrow: TaskFilter, *, size: int = 100, skip: int = 0) -> tuple[InspectionFacts, ...]:
    """Return tasks of a unit, the earliest due first."""
    of_draw = " AND i.draw = %(draw)s" if narrow.draw else ""
    sql = (
        f"SELECT {COLUMNS} FROM {FROM} WHERE i.unit = %(unit)s AND {STATES[narrow.state]}{of_draw}"
        " ORDER BY coalesce(v.due_on, i.due_on), i.number, i.uscc LIMIT %(size)s OFFSET %(skip)s"
    )
    values = {"unit": unit, "draw": narrow.draw, "size": min(size, LARGEST), "skip": skip}
    return tuple(_facts(found) for found in rows(sql, values))


def one(inspection: UUID, *, unit: str) -> InspectionFacts:
    """Return a task of the unit.

    Raises:
        UnknownInspection: it has none with this number.
    """
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE i.id = %(id)s AND i.unit = %(unit)s"
    found = row(sql, {"id": inspection, "unit": unit})
    if found is None:
        raise UnknownInspection(inspection)
    return _facts(found)


def _facts(found: Row) -> InspectionFacts:
    told = dict(zip(OWN, found, strict=True))
    return InspectionFacts(**{**told, "places": json.loads(told["places"])})


def load_of(unit: str, *, on: datetime.date) -> Load:
    """Return how many tasks a unit has open, overdue, done and spared."""
    found = row(
        "SELECT count(*) FILTER (WHERE record IS NULL AND \"placing\" <> 'spared'),"
        " count(*) FILTER (WHERE record IS NULL AND \"placing\" <> 'spared' AND due_on < %(on)s),"
        " count(record), count(*) FILTER (WHERE \"placing\" = 'spared')"
        " FROM inspection WHERE unit = %(unit)s",
        {"unit": unit, "on": on},
    )
    assert found is not None
    return Load(*found)
