"""The same calendar for millions of rows: working days numbered once, then only looked up."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gongxin.law.calendar import WorkingCalendar

FIRST, LAST = datetime.date(1949, 10, 1), datetime.date(2110, 12, 31)

Days = NDArray[np.datetime64]
Counts = NDArray[np.int64]


class DayOutOfCalendar(Exception):
    """A day lies before or after every day that is numbered."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """For each day since FIRST: how many working days there were up to it; and each working day in turn."""

    counts: Counts
    working: Counts

    def positions(self, days: Days) -> Counts:
        """Return the place of each day in `counts`."""
        places = (days.astype("datetime64[D]") - np.datetime64(FIRST)).astype(np.int64)
        if places.size and (places.min() < 0 or places.max() >= self.counts.size):
            raise DayOutOfCalendar(
                f"日期须在 {FIRST} 至 {LAST} 之间。 / Days must lie between {FIRST} and {LAST}."
            )
        return places


@lru_cache(maxsize=8)
def numbered(calendar: WorkingCalendar) -> Numbered:
    """Return the numbering of a calendar."""
    days = np.arange(np.datetime64(FIRST), np.datetime64(LAST) + 1)
    works = np.is_busday(days)
    special = {*calendar.notices, *calendar.expected}
    special |= {
        datetime.date(year, yearly.month, yearly.day)
        for yearly in calendar.yearly
        for year in range(FIRST.year, LAST.year + 1)
    }
    for day in special:
        if FIRST <= day <= LAST:
            works[(day - FIRST).days] = calendar.is_working_day(day)
    return Numbered(np.cumsum(works, dtype=np.int64), np.flatnonzero(works))


def ordinals(
    calendar: WorkingCalendar, first: datetime.date, last: datetime.date
) -> list[tuple[datetime.date, int]]:
    """Return each day from `first` to `last` with the number of working days up to it since FIRST."""
    days = np.arange(np.datetime64(first), np.datetime64(last) + 1)
    table = numbered(calendar)
    return list(zip(days.tolist(), table.counts[table.positions(days)].tolist(), strict=True))


def due_many(starts: Days, n: int, calendar: WorkingCalendar) -> Days:
    """Return the last day of a term of `n` working days for each start; the bulk form of `clock.due`."""
    table = numbered(calendar)
    turns = table.counts[table.positions(starts)] + n - 1
    if turns.size and turns.max() >= table.working.size:
        raise DayOutOfCalendar(f"期限超出 {LAST}。 / The term runs past {LAST}.")
    due: Days = np.datetime64(FIRST) + table.working[turns].astype("timedelta64[D]")
    return due


def working_days_between_many(starts: Days, ends: Days, calendar: WorkingCalendar) -> Counts:
    """Return the working days after each start up to and including its end; the bulk form of the scalar."""
    table = numbered(calendar)
    counts: Counts = table.counts[table.positions(ends)] - table.counts[table.positions(starts)]
    return counts


def between_sql(start_sql: str, end_sql: str, table: str = "working_days") -> str:
    """Return SQL for `working_days_between`; `table` (day DATE, ordinal BIGINT) holds `ordinals`."""
    return f"({_ordinal_sql(end_sql, table)} - {_ordinal_sql(start_sql, table)})"


def due_sql(start_sql: str, n: int, table: str = "working_days") -> str:
    """Return SQL for the due date of a term over the same table."""
    turn = f"{_ordinal_sql(start_sql, table)} + {int(n)}"
    return f"(SELECT min(t.day) FROM {table} t WHERE t.ordinal = {turn})"  # noqa: S608 - names of ours only


def _ordinal_sql(day_sql: str, table: str) -> str:
    return f"(SELECT o.ordinal FROM {table} o WHERE o.day = {day_sql})"  # noqa: S608 - names of ours only
