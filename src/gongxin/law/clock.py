"""Terms of working days that explain themselves, day by day."""

import datetime
from dataclasses import dataclass

from gongxin.law.calendar import DayKind, Reason, WorkingCalendar
from gongxin.law.citation import Article
from gongxin.law.instrument import title
from gongxin.law.parameter import Parameters, parameter

ONE_DAY = datetime.timedelta(days=1)
FIRST_DAY = "clock.first_day_counted"


class TermTooShort(Exception):
    """A term has at least one working day."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A term of `working_days` opened on `start`; `days` are all days after it up to `due_on`."""

    start: DayKind
    working_days: int
    days: tuple[DayKind, ...]

    @property
    def due_on(self) -> datetime.date:
        """The last day of the term."""
        return self.days[-1].on

    @property
    def provisional(self) -> bool:
        """Whether the term runs through a year whose days off are not yet published."""
        return any(day.provisional for day in self.days)

    def is_overdue(self, on: datetime.date) -> bool:
        """Say whether the term is over on the day asked about."""
        return on > self.due_on

    def first_day_basis(self, held: Parameters | None = None) -> Article:
        """Return the provision under which the day the term opens is not counted."""
        return parameter(FIRST_DAY, held).on(self.start.on).basis

    def lines(self, language: str, held: Parameters | None = None) -> list[str]:
        """Return the derivation: the opening day, each day counted or skipped with its reason, the result."""
        zh = language.startswith("zh")
        basis = title(self.first_day_basis(held)).text(language)
        opening = f"{self.start.on} {self.start.text(language)}"
        not_counted = f"：起算当日不计入，依据{basis}" if zh else f": the opening day is not counted, {basis}"
        return [opening + not_counted, *self._counted(zh), self._result(zh)]

    def _counted(self, zh: bool) -> list[str]:
        lines, count = [], 0
        for day in self.days:
            count += day.works
            words = f"{day.on} {day.text('zh' if zh else 'en')}"
            lines.append(words + (_number(count, zh) if day.works else _skipped(zh)))
        return lines

    def _result(self, zh: bool) -> str:
        n, due = self.working_days, self.due_on
        text = f"共 {n} 个工作日，{due} 到期" if zh else f"{n} working day(s): due on {due}"
        if not self.provisional:
            return text + ("。" if zh else ".")
        years = "、".join(sorted({str(day.on.year) for day in self.days if day.provisional}))
        return text + (
            f"（暂定：{years} 年放假安排尚未公布，公布后重新计算）。"
            if zh
            else f" (provisional: days off of {years} not published yet; computed anew when they are)."
        )


def _number(count: int, zh: bool) -> str:
    return f"：第 {count} 个工作日" if zh else f": working day {count}"


def _skipped(zh: bool) -> str:
    return "：不计" if zh else ": not counted"


def due(start: datetime.date, n: int, calendar: WorkingCalendar) -> Clock:
    """Return the clock of a term of `n` (>= 1) working days; the first one counted is the next after `start`.

    Raises:
        TermTooShort: `n` is below one.
    """
    if n < 1:
        raise TermTooShort(f"期限至少为 1 个工作日，现为 {n}。 / A term has at least 1 working day, not {n}.")
    days: list[DayKind] = []
    left, day = n, start
    while left:
        day += ONE_DAY
        kind = calendar.day(day)
        days.append(kind)
        left -= kind.works
    return Clock(calendar.day(start), n, tuple(days))


def working_days_between(start: datetime.date, end: datetime.date, calendar: WorkingCalendar) -> int:
    """Return the working days after `start` up to and including `end`; negative where `end` is earlier."""
    first, last, sign = (start, end, 1) if start <= end else (end, start, -1)
    span = (last - first).days
    return sign * sum(calendar.is_working_day(first + ONE_DAY * (i + 1)) for i in range(span))


def skipped(clock: Clock, reason: Reason) -> tuple[DayKind, ...]:
    """Return the days of the term that have one reason, such as all holidays."""
    return tuple(day for day in clock.days if day.reason is reason)
