"""The working-day calendar: published years, dated notices on top, and a marked guess beyond them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from gongxin.law.holiday_notice import HolidayNotice, Yearly, announced
from gongxin.law.label import Label

WEEKDAYS = (
    Label("星期一", "Monday"),
    Label("星期二", "Tuesday"),
    Label("星期三", "Wednesday"),
    Label("星期四", "Thursday"),
    Label("星期五", "Friday"),
    Label("星期六", "Saturday"),
    Label("星期日", "Sunday"),
)
SATURDAY = 5


class Reason(StrEnum):
    """Why a day is worked or not."""

    WORKING = "working"
    MAKE_UP = "make-up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class DayKind:
    """What a day is, in words; `provisional` while no notice for its year is published."""

    on: datetime.date
    reason: Reason
    holiday: Label | None
    provisional: bool

    @property
    def works(self) -> bool:
        """Whether the day counts in a term of working days."""
        return self.reason in (Reason.WORKING, Reason.MAKE_UP)

    def text(self, language: str) -> str:
        """Return `星期六，调休上班（国庆节）` or `Saturday, worked in exchange (National Day)`."""
        weekday = WEEKDAYS[self.on.weekday()].text(language)
        zh = language.startswith("zh")
        name = self.holiday.text(language) if self.holiday else ""
        match self.reason:
            case Reason.MAKE_UP:
                return f"{weekday}，调休上班（{name}）" if zh else f"{weekday}, worked in exchange ({name})"
            case Reason.HOLIDAY:
                return f"{weekday}，{name}放假" if zh else f"{weekday}, day off ({name})"
            case Reason.WEEKEND:
                return f"{weekday}，周末" if zh else f"{weekday}, weekend"
            case Reason.WORKING:
                return weekday


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """Days worked and days off. Compared by identity, so that tables made from it can be kept."""

    notices: Mapping[datetime.date, HolidayNotice]
    years: frozenset[int]
    yearly: tuple[Yearly, ...]
    expected: Mapping[datetime.date, HolidayNotice]

    @classmethod
    def published(cls, *folders: Path) -> "WorkingCalendar":
        """Return the calendar of all published years with our notices, and those of city folders, on top."""
        return _published(*folders)

    def is_provisional(self, year: int) -> bool:
        """Say whether no notice settles the year, so that its days may still change."""
        return year not in self.years

    def is_working_day(self, day: datetime.date) -> bool:
        """Say whether the day counts in a term of working days."""
        return self.day(day).works

    def day(self, day: datetime.date) -> DayKind:
        """Return what the day is, with the name of the holiday where there is one."""
        provisional = self.is_provisional(day.year)
        notice = self.notices.get(day) or (self._foreseen(day) if provisional else None)
        if notice is None:
            reason = Reason.WORKING if day.weekday() < SATURDAY else Reason.WEEKEND
            return DayKind(day, reason, None, provisional)
        reason = Reason.MAKE_UP if notice.works else Reason.HOLIDAY
        return DayKind(day, reason, notice.holiday, provisional)

    def _foreseen(self, day: datetime.date) -> HolidayNotice | None:
        if day in self.expected:
            return self.expected[day]
        for yearly in self.yearly:
            if (yearly.month, yearly.day) == (day.month, day.day) and yearly.from_ <= day:
                return HolidayNotice(day, works=False, holiday=yearly.holiday)
        return None


@lru_cache(maxsize=8)
def _published(*folders: Path) -> WorkingCalendar:
    said = announced(folders)
    return WorkingCalendar(said.notices, said.years, said.yearly, said.expected)
