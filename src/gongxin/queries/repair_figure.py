"""Figures of repair over a period, for the whole platform or one unit, from what is on file."""

import json
from datetime import date

from django.conf import settings

from gongxin.catalogue.item import Item
from gongxin.catalogue.publicity import PublicityKind
from gongxin.law.calendar import WorkingCalendar
from gongxin.organisations.status import Status
from gongxin.procedures.repair import REFUSED, REPAIR, REPAIRED, REVOKED, REVOKING
from gongxin.procedures.repair_figure import Decided, Listed, RepairFigures, figures
from gongxin.procedures.term import running_from
from gongxin.queries.item import catalogue
from gongxin.queries.reading import Row, rows

STANDS = "e.kind = 'record' AND e.superseded_by IS NULL AND e.content IS NOT NULL"
REPAIRED_BEFORE = (
    "EXISTS (SELECT FROM record_mark m WHERE m.record = e.record AND m.kind = 'repaired'"
    " AND m.ended_by IS NULL AND m.from_on < %(first)s AND (m.until_on IS NULL OR m.until_on >= %(last)s))"
)
REPAIRED_AT_END = REPAIRED_BEFORE.replace("m.from_on < %(first)s", "m.from_on <= %(last)s")
ON_LIST = (
    f"e.item = ANY(%(lists)s) AND {STANDS} AND e.shown_from <= %(last)s"
    " AND (e.shown_until IS NULL OR e.shown_until >= %(first)s)"
)
STILL = f"(e.shown_until IS NULL OR e.shown_until >= %(last)s) AND NOT {REPAIRED_AT_END}"
OPERATING = [status.value for status in Status if status.is_active]
GRANTED = (REPAIRED, REVOKING, REVOKED)  # a repair that was revoked later had been granted


def repair_figures(first: date, last: date, *, unit: str = "") -> RepairFigures:
    """Return the figures of a period; `unit` narrows to what one unit sent and decides."""
    values: dict[str, object] = {"first": first, "last": last, "unit": unit, "lists": lists(last)}
    return figures(
        repairable=_repairable(values),
        applied=_applied(values),
        decided=_decided(values),
        listed=_listed(values),
    )


def lists(on: date) -> list[str]:
    """Return the items that are lists one leaves: their publication ends with the day of leaving."""
    return [item.code for item in catalogue(on).items.values() if _is_list(item)]


def _is_list(item: Item) -> bool:
    ends = item.publicity.until if item.publicity.kind is PublicityKind.TIER else None
    return item.is_adverse and ends is not None and ends == item.ended_on != item.valid_until


def _of(values: dict[str, object], column: str) -> str:
    return f" AND {column} = %(unit)s" if values["unit"] else ""


def _repairable(values: dict[str, object]) -> int:
    sql = (
        f"SELECT count(*) FROM entry e WHERE {STANDS} AND e.repairable_on <= %(last)s"
        " AND (e.shown_until IS NULL OR e.shown_until >= %(first)s)"
        " AND (e.query_until IS NULL OR e.query_until >= %(first)s)"
        f" AND NOT {REPAIRED_BEFORE}{_of(values, 'e.unit')}"
    )
    return int(rows(sql, values)[0][0])


def _applied(values: dict[str, object]) -> int:
    sql = (
        "SELECT count(*) FROM case_file WHERE procedure = %(code)s"
        f" AND filed_on BETWEEN %(first)s AND %(last)s{_of(values, 'provider')}"
    )
    return int(rows(sql, {**values, "code": REPAIR.code})[0][0])


def _decided(values: dict[str, object]) -> list[Decided]:
    sql = (
        "SELECT c.filed_on, s.on, c.state, c.terms FROM case_file c JOIN case_step s ON s.case_id = c.id"
        " WHERE c.procedure = %(code)s AND s.step IN ('repair', 'refuse')"
        f" AND s.on BETWEEN %(first)s AND %(last)s{_of(values, 'c.provider')}"
    )
    calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    return [_one(found, calendar) for found in rows(sql, {**values, "code": REPAIR.code})]


def _one(found: Row, calendar: WorkingCalendar) -> Decided:
    filed_on, decided_on, state, terms = found
    kept = (running_from(one) for one in json.loads(terms))
    is_late = any(one.is_overdue(decided_on, calendar) for one in kept)
    return Decided(filed_on, decided_on, state != REFUSED and state in GRANTED, not is_late)


def _listed(values: dict[str, object]) -> Listed:
    sql = (
        f"WITH listed AS (SELECT e.uscc, bool_or({STILL}) AS is_on FROM entry e"
        " JOIN organisation o ON o.uscc = e.uscc AND o.status = ANY(%(operating)s)"
        f" WHERE {ON_LIST} AND NOT {REPAIRED_BEFORE}{_of(values, 'e.unit')} GROUP BY e.uscc)"
        " SELECT count(*), count(*) FILTER (WHERE NOT is_on),"
        " count(*) FILTER (WHERE EXISTS (SELECT FROM training_attendance a JOIN training_course t"
        " ON t.id = a.course_id WHERE a.uscc = listed.uscc AND a.attended > 0 AND t.held_on <= %(last)s)),"
        " count(*) FILTER (WHERE EXISTS (SELECT FROM credit_report r WHERE r.uscc = listed.uscc"
        " AND (r.issued_at AT TIME ZONE %(zone)s)::date <= %(last)s)"
        " OR EXISTS (SELECT FROM case_document d JOIN case_file c ON c.id = d.case_id"
        " WHERE c.uscc = listed.uscc AND d.kind = 'credit_report' AND c.filed_on <= %(last)s)) FROM listed"
    )
    return Listed(*rows(sql, {**values, "operating": OPERATING, "zone": settings.TIME_ZONE})[0])
