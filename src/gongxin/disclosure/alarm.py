"""When looks do not look like duty: rules over the looks of a day and what was usual before.

Every threshold is a parameter that the city decides; a rule without one says so and raises nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gongxin.catalogue.label import Label
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.parameter import Parameters

USUAL_DAYS = 5  # days with looks before an average says anything
AUTOMATIC = "api"  # programs work at any hour


class AlarmRule(StrEnum):
    """What can be odd about looks."""

    VOLUME = "volume"
    GROWTH = "growth"
    HOURS = "hours"
    FOREIGN_MATTER = "foreign_matter"
    REPEATED = "repeated"


ALARM_RULES: Mapping[AlarmRule, Label] = {
    AlarmRule.VOLUME: Label("一天查询的主体过多", "Many organisations in a day"),
    AlarmRule.GROWTH: Label("查询量突增", "Far more looks than usual"),
    AlarmRule.HOURS: Label("非工作时间查询", "Looks outside working hours"),
    AlarmRule.FOREIGN_MATTER: Label("查询事项与本单位职责不符", "A matter foreign to the unit"),
    AlarmRule.REPEATED: Label("反复查询同一主体", "The same organisation again and again"),
}


class AlarmOutcome(StrEnum):
    """What an auditor found."""

    JUSTIFIED = "justified"
    MISUSE = "misuse"
    MISTAKEN = "mistaken"


ALARM_OUTCOMES: Mapping[AlarmOutcome, Label] = {
    AlarmOutcome.JUSTIFIED: Label("属于履职需要", "Justified by duty"),
    AlarmOutcome.MISUSE: Label("违规查询，已移送", "Misuse, referred"),
    AlarmOutcome.MISTAKEN: Label("规则误报", "The rule was wrong"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A look of the day judged; `at` as the clocks of the platform's time zone show it."""

    sequence: int
    unit: str
    account: str
    uscc: str
    matter: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What was usual before the day: the caller says over how long.

    `days` and `looks` by account, `matters` by unit and matter, `pairs` by account and organisation.
    """

    days: Mapping[str, int] = field(default_factory=dict)
    looks: Mapping[str, int] = field(default_factory=dict)
    matters: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something odd: how many looks, and how many were expected at most."""

    rule: AlarmRule
    unit: str
    account: str
    subject: str
    day: date
    looks: int
    limit: int
    first_sequence: int


@dataclass(frozen=True, slots=True)
class Bench:
    """What a rule judges by; `threshold` are the values of its parameters, in order."""

    day: date
    past: Past
    calendar: WorkingCalendar
    threshold: Sequence[float]


Rule = Callable[[Sequence[Seen], Bench], Iterator[Suspicion]]


def volume(seen: Sequence[Seen], bench: Bench) -> Iterator[Suspicion]:
    """More organisations in a day than the parameter says."""
    (most,) = bench.threshold
    for looks in _by(seen, lambda one: (one.unit, one.account)):
        if (count := len({one.uscc for one in looks})) > most:
            yield _suspicion(AlarmRule.VOLUME, looks, bench, (count, int(most)))


def growth(seen: Sequence[Seen], bench: Bench) -> Iterator[Suspicion]:
    """Many times the account's own average of the days on which it looked at all."""
    (factor,) = bench.threshold
    for looks in _by(seen, lambda one: (one.unit, one.account)):
        days = bench.past.days.get(looks[0].account, 0)
        if days < USUAL_DAYS:
            continue
        limit = factor * bench.past.looks[looks[0].account] / days
        if len(looks) > limit:
            yield _suspicion(AlarmRule.GROWTH, looks, bench, (len(looks), int(limit)))


def hours(seen: Sequence[Seen], bench: Bench) -> Iterator[Suspicion]:
    """Somebody looks before work begins, after it ends or on a day off; a program may."""
    begin, end = bench.threshold
    works = bench.calendar.is_working_day(bench.day)
    odd = [
        one
        for one in seen
        if one.channel != AUTOMATIC and not (works and begin <= one.at.hour + one.at.minute / 60 < end)
    ]
    for looks in _by(odd, lambda one: (one.unit, one.account)):
        yield _suspicion(AlarmRule.HOURS, looks, bench, (len(looks), 0))


def foreign_matter(seen: Sequence[Seen], bench: Bench) -> Iterator[Suspicion]:
    """A matter that the unit, which looks often enough to know, hardly ever had."""
    (share,) = bench.threshold
    for looks in _by(seen, lambda one: (one.unit, one.account, one.matter)):
        usual = bench.past.matters.get(looks[0].unit, {})
        total, before = sum(usual.values()), usual.get(looks[0].matter, 0)
        if total * share >= 1 and before < share * total:
            counted = len(looks), before
            yield _suspicion(AlarmRule.FOREIGN_MATTER, looks, bench, counted, looks[0].matter)


def repeated(seen: Sequence[Seen], bench: Bench) -> Iterator[Suspicion]:
    """The same account looks at the same organisation more often within the days that `pairs` counts."""
    (most,) = bench.threshold
    for looks in _by(seen, lambda one: (one.unit, one.account, one.uscc)):
        first = looks[0]
        count = len(looks) + bench.past.pairs.get((first.account, first.uscc), 0)
        if count > most:
            yield _suspicion(AlarmRule.REPEATED, looks, bench, (count, int(most)), first.uscc)


RULES: Mapping[AlarmRule, tuple[Rule, tuple[str, ...]]] = {
    AlarmRule.VOLUME: (volume, ("alarm.volume_a_day",)),
    AlarmRule.GROWTH: (growth, ("alarm.volume_against_past",)),
    AlarmRule.HOURS: (hours, ("alarm.hours_begin", "alarm.hours_end")),
    AlarmRule.FOREIGN_MATTER: (foreign_matter, ("alarm.foreign_matter_share",)),
    AlarmRule.REPEATED: (repeated, ("alarm.one_organisation_a_month",)),
}


def judge(
    seen: Sequence[Seen], day: date, *, past: Past, parameters: Parameters, calendar: WorkingCalendar
) -> list[Suspicion]:
    """Return what is odd about the looks of a day, by every rule whose numbers are decided."""
    found: list[Suspicion] = []
    for rule, names in RULES.values():
        if any(parameters[name].is_unset for name in names):
            continue
        threshold = [float(parameters[name].on(day).amount) for name in names]
        found.extend(rule(seen, Bench(day, past, calendar, threshold)))
    return found


def undecided(parameters: Parameters) -> Mapping[AlarmRule, tuple[str, ...]]:
    """Return the rules that judge nothing, each with the parameters that the city has not decided."""
    missing = {
        rule: tuple(name for name in names if parameters[name].is_unset) for rule, (_, names) in RULES.items()
    }
    return {rule: names for rule, names in missing.items() if names}


def precision(decided: Mapping[AlarmOutcome, int]) -> float | None:
    """Return the share of decided alarms that were misuse; None where none was decided."""
    total = sum(decided.values())
    return decided.get(AlarmOutcome.MISUSE, 0) / total if total else None


def _by(seen: Iterable[Seen], key: Callable[[Seen], tuple[str, ...]]) -> Iterator[list[Seen]]:
    groups: dict[tuple[str, ...], list[Seen]] = defaultdict(list)
    for one in seen:
        groups[key(one)].append(one)
    yield from groups.values()


def _suspicion(
    rule: AlarmRule, looks: Sequence[Seen], bench: Bench, counted: tuple[int, int], subject: str = ""
) -> Suspicion:
    """`counted`: how many looks there were, and how many were expected at most."""
    first = min(looks, key=lambda one: one.sequence)
    return Suspicion(rule, first.unit, first.account, subject, bench.day, *counted, first.sequence)
