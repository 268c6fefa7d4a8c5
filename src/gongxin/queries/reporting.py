"""What each unit owes, period by period: what came, what was said to be none, what is missing (漏报)."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from gongxin.catalogue.item import Item
from gongxin.intake.reporting import Period, PeriodState, periods, state
from gongxin.queries.item import catalogue
from gongxin.queries.reading import rows

MONTHS_READ = 14  # a little more than is looked back


@dataclass(frozen=True, slots=True)
class OwedPeriod:
    """A period and what became of it."""

    period: Period
    state: PeriodState


@dataclass(frozen=True, slots=True)
class Owed:
    """One item that a unit owes: by the power list, or because it has sent it before."""

    unit: str
    unit_name: str
    item: str
    is_listed: bool  # in the power list
    last_sent_at: datetime.datetime | None
    periods: tuple[OwedPeriod, ...]  # newest first

    @property
    def missing(self) -> int:
        return sum(one.state is PeriodState.MISSING for one in self.periods)

    @property
    def open(self) -> tuple[Period, ...]:
        """The periods for which rows, or the word that there are none, may still come."""
        waiting = (PeriodState.OPEN, PeriodState.MISSING)
        return tuple(one.period for one in self.periods if one.state in waiting)


def owed(*, on: datetime.date, unit: str = "", item: str = "") -> tuple[Owed, ...]:
    """Return what units owe, those that are missing most first; of one unit or item where named."""
    edition = catalogue(on)
    since = _since(on, unit)
    heard, zeros = _heard(on, unit), _zeros(unit)
    names, last = _names(), _last_sent(unit)
    listed = {(power.unit, power.item) for power in edition.powers if power.is_held(on)}
    wanted = [
        (key, first) for key, first in since.items() if key[1] in edition.items and item in ("", key[1])
    ]
    # Worked out once for each item, however many units owe it.
    due = {code: _periods(edition.items[code], on) for code in {code for (_, code), _ in wanted}}
    facts = [
        Owed(
            unit=key[0],
            unit_name=names.get(key[0], key[0]),
            item=key[1],
            is_listed=key in listed,
            last_sent_at=last.get(key),
            periods=tuple(
                OwedPeriod(period, _state(period, key, (heard, zeros), on))
                for period in due[key[1]]
                if period.last >= first
            ),
        )
        for key, first in wanted
    ]
    return tuple(sorted(facts, key=lambda one: (-one.missing, one.unit_name, one.item)))


Key = tuple[str, str]
Heard = Mapping[Key, frozenset[datetime.date]]


def _periods(item: Item, on: datetime.date) -> tuple[Period, ...]:
    return periods(item, since=datetime.date.min, on=on, folders=settings.GONGXIN_CITY_FOLDERS)


def _state(period: Period, key: Key, said: tuple[Heard, Heard], on: datetime.date) -> PeriodState:
    months, words = (one.get(key, frozenset()) for one in said)
    has_rows = any(period.first <= month <= period.last for month in months)
    return state(period, has_rows=has_rows, has_zero=period.first in words, on=on)


def _since(on: datetime.date, unit: str) -> dict[Key, datetime.date]:
    """Return from when each unit owes each item: its power's first day, else the day it first sent it."""
    sql = (
        "SELECT unit, item, min(coalesce(day, received_at::date)) FROM batch WHERE state = 'taken'"
        " AND (%(unit)s = '' OR unit = %(unit)s) GROUP BY unit, item"
    )
    since = {(owing, item): first for owing, item, first in rows(sql, {"unit": unit})}
    for power in catalogue(on).powers:
        if power.is_held(on) and unit in ("", power.unit):
            key = (power.unit, power.item)
            since[key] = min(power.from_, since.get(key, power.from_))
    return since


def _heard(on: datetime.date, unit: str) -> Heard:
    """Return the months (by their first day) of whose decisions each unit has sent rows of each item."""
    sql = (
        "SELECT DISTINCT unit, item, date_trunc('month', decided_on)::date FROM entry"
        " WHERE superseded_by IS NULL AND kind = 'record' AND decided_on >= %(from)s"
        " AND (%(unit)s = '' OR unit = %(unit)s)"
    )
    first = on.replace(day=1) - datetime.timedelta(days=31 * MONTHS_READ)
    return _by_key(rows(sql, {"unit": unit, "from": first}))


def _zeros(unit: str) -> Heard:
    sql = "SELECT unit, item, period FROM zero_report WHERE (%(unit)s = '' OR unit = %(unit)s)"
    return _by_key(rows(sql, {"unit": unit}))


def _by_key(found: Iterable[tuple[str, str, datetime.date]]) -> Heard:
    days: dict[Key, set[datetime.date]] = {}
    for unit, item, day in found:
        days.setdefault((unit, item), set()).add(day)
    return {key: frozenset(known) for key, known in days.items()}


def _last_sent(unit: str) -> dict[Key, datetime.datetime]:
    sql = (
        "SELECT unit, item, max(received_at) FROM batch WHERE state = 'taken'"
        " AND (%(unit)s = '' OR unit = %(unit)s) GROUP BY unit, item"
    )
    return {(owing, item): at for owing, item, at in rows(sql, {"unit": unit})}


def _names() -> dict[str, str]:
    return dict(rows("SELECT uscc, name FROM unit"))
