"""What a unit owes: for each period either rows or the word that there were none (漏报 is neither).

A period is as long as the item's frequency says; where records are due so many working days after each
decision, it is a month, and due when a decision of its last day would be.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from gongxin.catalogue.item import Item
from gongxin.intake.timeliness import due_of, months_of_period

LOOKED_BACK = 12  # periods


class PeriodState(StrEnum):
    """Rows came, or the word that there were none; it is still time, or it is missing."""

    ROWS = "rows"
    ZERO = "zero"
    OPEN = "open"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day; to be reported by `due_on`."""

    first: date
    last: date
    due_on: date


class NoSuchPeriod(Exception):
    """A zero report names a period that is not over, or none at all."""

    def __init__(self, first: date) -> None:
        super().__init__(
            f"{first} 不是已结束的报送期的第一天。请从列表中选择。"
            f" / {first} is not the first day of a period that is over; choose one from the list."
        )


def periods(item: Item, *, since: date, on: date, folders: tuple[Path, ...] = ()) -> tuple[Period, ...]:
    """Return the periods from that of `since` to the last that is over, newest first, at most LOOKED_BACK."""
    found: list[Period] = []
    first = _first(item, on, folders)
    while len(found) < LOOKED_BACK:
        first = _first(item, first - timedelta(days=1), folders)
        last = _last(first, months_of_period(item, first, folders))
        due_on = due_of(item, last, folders)
        if last < since or due_on is None:
            break
        found.append(Period(first, last, due_on))
    return tuple(found)


def period_of(item: Item, first: date, *, on: date, folders: tuple[Path, ...] = ()) -> Period:
    """Return the period that begins on a day.

    Raises:
        NoSuchPeriod: none does, or it is not over yet.
    """
    for period in periods(item, since=first, on=on, folders=folders):
        if period.first == first:
            return period
    raise NoSuchPeriod(first)


def state(period: Period, *, has_rows: bool, has_zero: bool, on: date) -> PeriodState:
    """Return what became of a period by a day. Rows count whatever else was said."""
    if has_rows:
        return PeriodState.ROWS
    if has_zero:
        return PeriodState.ZERO
    return PeriodState.OPEN if on <= period.due_on else PeriodState.MISSING


def _first(item: Item, day: date, folders: tuple[Path, ...]) -> date:
    months = months_of_period(item, day, folders)
    return date(day.year, day.month - (day.month - 1) % months, 1)


def _last(first: date, months: int) -> date:
    month = first.month + months - 1
    return date(first.year, month, calendar.monthrange(first.year, month)[1])
