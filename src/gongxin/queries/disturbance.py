"""How often organisations are visited in a year, by whom, and what was spared (N-11)."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.queries.reading import row, rows
from gongxin.supervision.disturbance import Visits

INSPECTED = "administrative_inspection"
# Visits of the plan, and inspections on record that no task led to: of one day they are one visit.
COUNTED = (
    "SELECT v.uscc, v.id::text AS visit, v.due_on, bool_or(i.record IS NULL) AS is_open FROM visit v"
    " JOIN inspection i ON i.visit_id = v.id WHERE v.year = %(year)s AND v.counts GROUP BY v.id"
    " UNION ALL SELECT e.uscc, e.decided_on::text, e.decided_on, false FROM entry e"
    " WHERE {sight} AND e.item = '" + INSPECTED + "' AND e.decided_on >= make_date(%(year)s, 1, 1)"
    " AND e.decided_on <= make_date(%(year)s, 12, 31)"
    " AND NOT EXISTS (SELECT FROM inspection i WHERE i.record = e.record) GROUP BY e.uscc, e.decided_on"
)


@dataclass(frozen=True, slots=True)
class Spared:
    """What a year's budget came to. `merged` and `spared` are the visits that organisations did not get."""

    year: int
    tasks: int
    visits: int
    merged: int
    spared: int
    joint: int  # visits in which more than one unit takes part
    organisations: int
    most: int  # visits to the one organisation that has most

    @property
    def saved(self) -> int:
        return self.merged + self.spared


@dataclass(frozen=True, slots=True)
class Busy:
    """An organisation with its visits of the year, and how many of them are still to come."""

    uscc: str
    name: str
    visits: int
    open: int


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit to an organisation, with the units that take part."""

    id: UUID
    due_on: datetime.date
    units: tuple[str, ...]
    is_open: bool


def visits_in(year: int, *, on: datetime.date, codes: Collection[str] | None = None) -> Mapping[str, Visits]:
    """Return what counts for a year, of these organisations or of all; those without a visit are left out."""
    sight = condition(Viewer.CENTRE, on=on)
    sql = (
        "SELECT uscc, count(*), array_agg(visit) FILTER (WHERE is_open),"
        " array_agg(due_on) FILTER (WHERE is_open)"
        f" FROM ({COUNTED.format(sight=sight.sql)}) t"
        + (" WHERE uscc = ANY(%(codes)s)" if codes is not None else "")
        + " GROUP BY uscc"
    )
    values = {**sight.values, "year": year, "codes": list(codes or ())}
    return {
        uscc: Visits(count, dict(zip(visits or (), days or (), strict=True)))
        for uscc, count, visits, days in rows(sql, values)
    }


def inspected_by(unit: str, year: int, *, on: datetime.date) -> Mapping[str, int]:
    """Return how often a unit inspected each organisation in a year, its open tasks included."""
    sight = condition(Viewer.unit(unit), on=on)
    sql = (
        "SELECT uscc, count(*) FROM (SELECT DISTINCT e.uscc, e.decided_on::text FROM entry e"
        f" WHERE {sight.sql} AND e.item = '{INSPECTED}' AND extract(year FROM e.decided_on) = %(year)s"
        " UNION ALL SELECT i.uscc, i.id::text FROM inspection i WHERE i.unit = %(own)s AND i.record IS NULL"
        " AND i.visit_id IS NOT NULL AND extract(year FROM i.due_on) = %(year)s) t GROUP BY uscc"
    )
    return dict(rows(sql, {**sight.values, "year": year}))


def spared_in(year: int) -> Spared:
    """Return how the tasks of a year were placed."""
    sql = (
        "WITH of_year AS (SELECT i.*, v.uscc AS at FROM inspection i LEFT JOIN visit v ON v.id = i.visit_id"
        " WHERE extract(year FROM i.due_on) = %(year)s)"
        " SELECT count(*), count(DISTINCT visit_id), count(*) FILTER (WHERE \"placing\" = 'merged'),"
        " count(*) FILTER (WHERE \"placing\" = 'spared'),"
        " (SELECT count(*) FROM (SELECT FROM of_year WHERE visit_id IS NOT NULL GROUP BY visit_id"
        "  HAVING count(DISTINCT unit) > 1) j),"
        " count(DISTINCT uscc),"
        " coalesce((SELECT max(n) FROM"
        "  (SELECT count(DISTINCT visit_id) AS n FROM of_year GROUP BY uscc) m), 0)"
        " FROM of_year"
    )
    found = row(sql, {"year": year})
    assert found is not None
    return Spared(year, *found)


def busiest(year: int, *, on: datetime.date, size: int = 20) -> tuple[Busy, ...]:
    """Return the organisations with the most visits of the year, those still to come included."""
    found = sorted(visits_in(year, on=on).items(), key=lambda one: (-one[1].counted, one[0]))[:size]
    names: dict[str, str] = dict(
        rows(
            "SELECT uscc, name FROM organisation WHERE uscc = ANY(%(codes)s)",
            {"codes": [uscc for uscc, _ in found]},
        )
    )
    return tuple(Busy(uscc, names.get(uscc, ""), one.counted, len(one.open)) for uscc, one in found)


def planned(uscc: str, *, year: int) -> tuple[PlannedVisit, ...]:
    """Return the visits to an organisation in a year."""
    sql = (
        "SELECT v.id, v.due_on, array_agg(DISTINCT coalesce(u.name, i.unit)), bool_or(i.record IS NULL)"
        " FROM visit v JOIN inspection i ON i.visit_id = v.id LEFT JOIN unit u ON u.uscc = i.unit"
        " WHERE v.uscc = %(uscc)s AND v.year = %(year)s GROUP BY v.id ORDER BY v.due_on"
    )
    return tuple(
        PlannedVisit(visit, due_on, tuple(units), is_open)
        for visit, due_on, units, is_open in rows(sql, {"uscc": uscc, "year": year})
    )
