"""How well terms are kept, by month: of the procedure and its term, and of the unit that has to keep it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, partial

from django.conf import settings

from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import due
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.step import Party
from gongxin.procedures.term import Term
from gongxin.queries.reading import rows
from gongxin.store.models import Unit

LONGEST = timedelta(days=400)  # a closed case filed earlier has no term that ends in the month
# Terms that may end in the month, those that are alike counted together: so many working days never take more
# than twice as many days and the longest holidays.
ALIKE = (
    "SELECT c.procedure, c.provider, t.code, t.start, t.left_, t.closed_on, count(*)"
    " FROM case_file c, LATERAL (SELECT one ->> 'code', (one -> 'stretches' -> -1 ->> 0)::date,"
    " (one -> 'stretches' -> -1 ->> 1)::int, (one ->> 'closed_on')::date"
    " FROM jsonb_array_elements(c.terms) one"
    " WHERE one ->> 'paused_on' IS NULL AND one ->> 'working_days' IS NOT NULL)"
    " t (code, start, left_, closed_on)"
    " WHERE c.filed_on BETWEEN %(earliest)s AND %(last)s AND (%(unit)s = '' OR c.provider = %(unit)s)"
    " AND t.start <= %(last)s AND t.start + t.left_ * 2 + 30 >= %(first)s"
    " GROUP BY 1, 2, 3, 4, 5, 6"
)


class Outcome(StrEnum):
    """What became of a term that ends in the month asked about."""

    KEPT = "kept"
    LATE = "late"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class TermFigure:
    """Of terms that end in a month; `unit` is empty for those of the centre and the auditor."""

    procedure: Procedure
    term: Term
    party: Party
    unit: str
    unit_name: str
    kept: int
    late: int
    running: int

    @property
    def ended(self) -> int:
        return self.kept + self.late

    @property
    def share(self) -> float | None:
        """The share kept of those that ended, 0 to 1; None where none did."""
        return self.kept / self.ended if self.ended else None


Key = tuple[str, str, str]  # procedure, term, unit


def terms_kept(month: date, *, on: date, unit: str = "") -> tuple[TermFigure, ...]:
    """Return the figures of the month that a day is in, as they stand on a day, in the order of the tables.

    A term counts in the month of its last day: kept if it was closed by then, late if not, running if that
    day is still to come. One that stands still, or whose length nobody ruled, has no last day and counts
    nowhere. `unit` narrows to one provider.
    """
    counts = _counted(month, on, unit)
    keys = {key for key, _outcome in counts}
    names = dict(Unit.objects.filter(uscc__in={one[2] for one in keys}).values_list("uscc", "name"))
    ordered = sorted(keys, key=lambda key: (*_place(key), names.get(key[2], "")))
    return tuple(_figure(key, counts, names) for key in ordered)


def months(*, on: date, number: int = 12) -> tuple[date, ...]:
    """Return the first days of this month and of those before it, the newest first."""
    found = [on.replace(day=1)]
    while len(found) < number:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return tuple(found)


def keeper(procedure: Procedure, term: str) -> Party:
    """Return who has to keep a term: the first in the table to close it, other than whoever filed."""
    closing = [step.by for step in procedure.steps if term in step.closes]
    return next((party for party in closing if party is not Party.ORGANISATION), closing[0])


def _counted(month: date, on: date, unit: str) -> Counter[tuple[Key, Outcome]]:
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    counts: Counter[tuple[Key, Outcome]] = Counter()
    last_day = cache(partial(_last_day, WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)))
    asked = {"first": first, "last": last, "earliest": first - LONGEST, "unit": unit}
    for code, provider, term, start, left, closed_on, number in rows(ALIKE, asked):
        due_on = last_day(start, left)
        if not first <= due_on <= last or code not in PROCEDURES:
            continue
        is_providers = keeper(PROCEDURES[code], term) is Party.PROVIDER
        if is_providers or not unit:
            counts[(code, term, provider if is_providers else ""), _outcome(due_on, closed_on, on)] += number
    return counts


def _last_day(calendar: WorkingCalendar, start: date, left: int) -> date:
    return due(start, left, calendar).due_on


def _outcome(due_on: date, closed_on: date | None, on: date) -> Outcome:
    if closed_on is not None:
        return Outcome.KEPT if closed_on <= due_on else Outcome.LATE
    return Outcome.LATE if on > due_on else Outcome.RUNNING


def _place(key: Key) -> tuple[int, int]:
    code, term, _unit = key
    terms = [one.code for one in PROCEDURES[code].terms]
    return list(PROCEDURES).index(code), terms.index(term)


def _figure(key: Key, counts: Counter[tuple[Key, Outcome]], names: Mapping[str, str]) -> TermFigure:
    code, term, unit = key
    known = PROCEDURES[code]
    return TermFigure(
        known,
        known.term(term),
        keeper(known, term),
        unit,
        names.get(unit, unit),
        *(counts[key, outcome] for outcome in Outcome),
    )
