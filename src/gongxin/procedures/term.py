"""A term of a case: a step opens it, another closes it; it stands still while material is completed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import Clock, due, working_days_between
from gongxin.law.label import Label
from gongxin.law.parameter import Parameter, Parameters


@dataclass(frozen=True, slots=True)
class Term:
    """What a procedure's table says of a term: its name, and the parameter that gives its working days."""

    code: str
    name: Label
    parameter: str


@dataclass(frozen=True, slots=True)
class Running:
    """A term of one case. `working_days` is None where no rule in force on the day gives their number.

    `stretches` are the days on which it began to run, with the working days that were left then.
    """

    code: str
    working_days: int | None
    stretches: tuple[tuple[date, int], ...]
    paused_on: date | None = None
    closed_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to keep it."""
        return self.closed_on is None

    def due_on(self, calendar: WorkingCalendar) -> date | None:
        """Return the last day; None where it stands still or no length is known."""
        if self.working_days is None or self.paused_on is not None:
            return None
        return self.clock(calendar).due_on

    def clock(self, calendar: WorkingCalendar) -> Clock:
        """Return the clock of the last stretch, which explains the due date."""
        start, left = self.stretches[-1]
        return due(start, left, calendar)

    def is_overdue(self, on: date, calendar: WorkingCalendar) -> bool:
        """Say whether the term was not kept as of a day: a comparison, whoever ran or did not run since."""
        last = self.due_on(calendar)
        return last is not None and (self.closed_on or on) > last


def opened(term: Term, on: date, parameters: Parameters) -> Running:
    """Return the term as it begins to run on a day."""
    value = parameters[term.parameter].known_on(on)
    if value is None:
        return Running(term.code, None, ())
    return Running(term.code, value.number, ((on, value.number),))


def undecided(parameter: Parameter) -> Label:
    """Return what to say where nobody ruled a number: which decision is missing, and how it is made."""
    why, group = parameter.decision or Label("", ""), parameter.key.partition(".")[0]
    return Label(
        f"“{parameter.label.zh}”（{parameter.key}）须由城市确定：{why.zh}"
        f"请管理员在城市文件夹的 law/parameters/{group}.toml 中写明数值、施行日期和依据。",
        f"{parameter.label.en} ({parameter.key}): the city must decide. {why.en} The administrator writes the"
        f" value, its date and its basis in law/parameters/{group}.toml of the city folder.",
    )


def paused(running: Running, on: date, calendar: WorkingCalendar) -> Running:
    """Return the term standing still from a day on. What is overdue already stays so."""
    if running.closed_on is not None or running.working_days is None or running.is_overdue(on, calendar):
        return running
    return replace(running, paused_on=on)


def resumed(running: Running, on: date, calendar: WorkingCalendar) -> Running:
    """Return the term running again with the working days that were left; the next working day is the first.

    Whoever took all days up to the pause has none left to take: at least one remains, so that it can be used.
    """
    if running.paused_on is None:
        return running
    start, left = running.stretches[-1]
    used = working_days_between(start, running.paused_on, calendar)
    return replace(running, paused_on=None, stretches=(*running.stretches, (on, max(1, left - used))))


def closed(running: Running, on: date) -> Running:
    return running if running.closed_on else replace(running, closed_on=on)


class Urgency(StrEnum):
    """How much of a term is left, as a colour."""

    GREEN = "green"
    AMBER = "amber"  # half of it is over
    RED = "red"  # its last day, or a later one


def urgency(running: Running, on: date, calendar: WorkingCalendar) -> Urgency:
    """Return the colour of an open term on a day; one that stands still or has no length is green."""
    last = running.due_on(calendar)
    if last is None:
        return Urgency.GREEN
    if on >= last:
        return Urgency.RED
    start, left = running.stretches[-1]
    used = working_days_between(start, on, calendar)
    return Urgency.AMBER if used * 2 >= left else Urgency.GREEN


def as_json(running: Running) -> dict[str, Any]:
    """Return what a due date follows from: kept with the case, so that it can be computed and explained."""
    return {
        "code": running.code,
        "working_days": running.working_days,
        "stretches": [[start.isoformat(), left] for start, left in running.stretches],
        "paused_on": running.paused_on and running.paused_on.isoformat(),
        "closed_on": running.closed_on and running.closed_on.isoformat(),
    }


def running_from(kept: Mapping[str, Any]) -> Running:
    """Return what `as_json` was made from."""
    return Running(
        kept["code"],
        kept["working_days"],
        tuple((date.fromisoformat(start), left) for start, left in kept["stretches"]),
        _day(kept["paused_on"]),
        _day(kept["closed_on"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
