"""Whether a record came in time: the last day for reporting, worked out once for each day of decision."""

import calendar
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from gongxin.catalogue.item import Item
from gongxin.catalogue.publicity import PublicityKind
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.ordinal import FIRST, LAST, due_many
from gongxin.law.parameter import Value, load_parameters, parameter


def due_dates(item: Item, decided: Sequence[date], folders: tuple[Path, ...] = ()) -> list[tuple[date, date]]:
    """Return (decided on, due on) for the days on which a term ran; basic facts that stand have none.

    `folders` hold the city's own legal numbers and holidays. A term the city has yet to decide has not run.
    """
    if item.publicity.kind is PublicityKind.STANDING:
        return []
    end = LAST.replace(year=LAST.year - 1)
    terms = {day: _term(item, day, folders) for day in decided if FIRST <= day < end}
    found: list[tuple[date, date]] = []
    for value in set(terms.values()) - {None}:
        assert value is not None
        days = [day for day, term in terms.items() if term == value]
        found += zip(days, _due(value, days, folders), strict=True)
    return found


def due_of(item: Item, day: date, folders: tuple[Path, ...] = ()) -> date | None:
    """Return the last day for reporting what was decided on a day; None where the city has yet to decide."""
    term = _term(item, day, folders)
    return _due(term, [day], folders)[0] if term else None


def months_of_period(item: Item, day: date, folders: tuple[Path, ...] = ()) -> int:
    """Return how many months one report covers: as the frequency says, else one."""
    term = _term(item, day, folders)
    return 12 // term.number if term and term.unit == "times a year" else 1


def _term(item: Item, day: date, folders: tuple[Path, ...]) -> Value | None:
    return parameter(item.frequency.parameter, load_parameters(*folders)).known_on(day)


def _due(value: Value, days: list[date], folders: tuple[Path, ...]) -> list[date]:
    match value.unit:
        case "working days":
            working = WorkingCalendar.published(*folders)
            due = due_many(np.array(days, dtype="datetime64[D]"), value.number, working)
            return [day.item() for day in due]
        case "times a year":
            # What happens in one period is in the report handed in during the next.
            return [
                _end_of_month(day, _period_end(day, 12 // value.number) + 12 // value.number) for day in days
            ]
        case "months":
            return [_same_day(day, value.number) for day in days]
        case unit:
            raise NotImplementedError(f"a reporting term in {unit}")


def _period_end(day: date, months: int) -> int:
    """Return how many months lie between a day's month and the last month of its period."""
    return -day.month % months


def _end_of_month(day: date, later: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _same_day(day: date, later: int) -> date:
    end = _end_of_month(day, later)
    return end.replace(day=min(day.day, end.day))
