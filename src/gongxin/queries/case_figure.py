"""How well terms are kept, by month: of the procedure and its term, and of the unit that has to keep it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings

from gongxin.law.calendar import WorkingCalendar
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.step import Party
from gongxin.procedures.term import Running, Term, running_from
from gongxin.store.models import Case, Unit

LONGEST = timedelta(days=400)  # a closed case filed earlier has no term that ends in the month


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
    counts = Counter(_outcomes(month, on, unit))
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


def _outcomes(month: date, on: date, unit: str) -> Iterator[tuple[Key, Outcome]]:
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    cases = Case.objects.filter(filed_on__lte=last, filed_on__gte=first - LONGEST)
    if unit:
        cases = cases.filter(provider=unit)
    kept = cases.values_list("procedure", "provider", "terms").iterator()
    for code, provider, terms in kept:
        for running in map(running_from, terms):
            due_on = _last_day(running, calendar)
            if due_on is None or not first <= due_on <= last or code not in PROCEDURES:
                continue
            is_providers = keeper(PROCEDURES[code], running.code) is Party.PROVIDER
            if unit and not is_providers:
                continue
            yield (code, running.code, provider if is_providers else ""), _outcome(running, due_on, on)


def _last_day(running: Running, calendar: WorkingCalendar) -> date | None:
    return running.due_on(calendar) if running.stretches else None


def _outcome(running: Running, due_on: date, on: date) -> Outcome:
    if running.closed_on is not None:
        return Outcome.KEPT if running.closed_on <= due_on else Outcome.LATE
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
