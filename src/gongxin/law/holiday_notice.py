"""Announced days off and make-up days: one shape for a published year, a notice of ours and a city's."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from chinese_calendar.constants import Holiday, holidays, workdays

from gongxin.law.label import Label, label_from
from gongxin.law.reading import InvalidLaw, files, refuse_odd_keys, tables

# Names as the State Council's notices write them; the package abbreviates three.
FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """One announced day: off, or worked in exchange for another day off."""

    on: datetime.date
    works: bool
    holiday: Label


@dataclass(frozen=True, slots=True)
class Yearly:
    """A holiday on the same date each year, for the years that no notice covers yet."""

    month: int
    day: int
    from_: datetime.date
    holiday: Label


@dataclass(frozen=True, slots=True)
class Announced:
    """All that holiday files say: notices by day, the years they settle, what is expected of others."""

    notices: Mapping[datetime.date, HolidayNotice]
    years: frozenset[int]
    yearly: tuple[Yearly, ...]
    expected: Mapping[datetime.date, HolidayNotice]


def published() -> dict[datetime.date, HolidayNotice]:
    """Return the notices of every year that the State Council's announcements settle."""
    days = {day: HolidayNotice(day, works=False, holiday=_label(name)) for day, name in holidays.items()}
    return days | {
        day: HolidayNotice(day, works=True, holiday=_label(name)) for day, name in workdays.items()
    }


def _label(english: str) -> Label:
    chinese = Holiday(english).chinese
    return Label(FULL_NAMES.get(chinese, chinese), english)


def announced(folders: Iterable[Path] = ()) -> Announced:
    """Return the published years with our dated notices, and each city's, on top."""
    notices = published()
    years = {day.year for day in notices}
    yearly: list[Yearly] = []
    expected: dict[datetime.date, HolidayNotice] = {}
    for path in files("holidays", tuple(folders)):
        raw = tables(path)
        refuse_odd_keys(
            raw,
            required={"source", "checked_on"},
            optional={"settles", "days", "yearly", "expected"},
            where=path.name,
        )
        notices |= _notices(raw.get("days"), path)
        expected |= _notices(raw.get("expected"), path)
        yearly += [_yearly(row, path) for row in _rows(raw.get("yearly"), path)]
        years |= {int(str(year)) for year in _rows(raw.get("settles"), path)}
    return Announced(notices, frozenset(years), tuple(yearly), expected)


def _rows(raw: object, path: Path) -> list[object]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise InvalidLaw(path.name, "应为数组。", "this is an array.")
    return raw


def _table(row: object, keys: set[str], path: Path) -> Mapping[str, object]:
    table = row if isinstance(row, Mapping) else {}
    refuse_odd_keys(table, required=keys, where=path.name)
    return table


def _notices(raw: object, path: Path) -> dict[datetime.date, HolidayNotice]:
    rows = [_table(row, {"date", "works", "name"}, path) for row in _rows(raw, path)]
    return {day: _notice(day, row, path) for row in rows if isinstance(day := row["date"], datetime.date)}


def _notice(day: datetime.date, row: Mapping[str, object], path: Path) -> HolidayNotice:
    return HolidayNotice(day, works=row["works"] is True, holiday=label_from(row["name"], path.name))


def _yearly(raw: object, path: Path) -> Yearly:
    row = _table(raw, {"month", "day", "from", "name"}, path)
    month, day, from_ = row["month"], row["day"], row["from"]
    if not (isinstance(month, int) and isinstance(day, int) and isinstance(from_, datetime.date)):
        raise InvalidLaw(
            path.name, "月、日、起始日期写法有误。", "month and day are numbers, from is a date."
        )
    return Yearly(month, day, from_, label_from(row["name"], path.name))
