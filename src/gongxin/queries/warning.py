"""What the rules of warnings find on a day, and the warnings that were raised."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.conf import settings

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import due
from gongxin.law.parameter import Parameters
from gongxin.organisations.status import Status
from gongxin.queries import evaluation
from gongxin.queries.item import readable_item
from gongxin.queries.reading import Row, row, rows
from gongxin.queries.warning_sql import RESPONSIBLE, SOURCES
from gongxin.supervision.warning_rule import WarningKind, WarningOutcome, WarningRule

ACTIVE = sorted(status.value for status in Status if status.is_active)
LARGEST_PAGE = 500


@dataclass(frozen=True, slots=True)
class Raised:
    """Something that a unit should look at; `key` says what, so that it is raised once.

    `due_on`: where the term that it is about gives the day; else the rule's own term does.
    """

    rule: str
    unit: str
    uscc: str
    key: str
    record: UUID | None
    due_on: datetime.date | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WarningFacts:
    """A warning; `values` are the words of its rule's text."""

    id: UUID
    rule: str
    unit: str
    unit_name: str
    uscc: str
    organisation: str
    record: UUID | None
    values: Mapping[str, Any]
    raised_on: datetime.date
    due_on: datetime.date | None
    outcome: str
    reasons: str
    decided_by: str
    decided_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class WarningCount:
    """How the warnings of one rule ended; `late` are those not dealt with in time."""

    open: int
    late: int
    decided: Mapping[WarningOutcome, int]


class UnknownWarning(Exception):
    """The unit has no such warning."""

    def __init__(self, warning: object) -> None:
        super().__init__(
            f"本单位没有预警 {warning}。请在列表中选择。"
            f" / This unit has no warning {warning}. Choose one of the list."
        )


OWN = [field.name for field in fields(WarningFacts)]
NAMED = {"unit_name": "coalesce(u.name, w.unit)", "organisation": "coalesce(o.name, w.uscc)"}
COLUMNS = ", ".join(NAMED.get(name, f'w."{name}"') for name in OWN)
FROM = "warning w LEFT JOIN unit u ON u.uscc = w.unit LEFT JOIN organisation o ON o.uscc = w.uscc"


def found(rule: WarningRule, on: datetime.date, held: Parameters) -> Iterator[Raised]:
    """Yield what a rule finds on a day; nothing where the city has not decided its numbers."""
    numbers = rule.numbers_on(held, on)
    if numbers is None:
        return
    if rule.kind is WarningKind.GRADE:
        yield from _fallen(rule, on, numbers[rule.days].number)
        return
    months = numbers[rule.months].number if rule.months else 0
    days = numbers[rule.days].number if rule.days else 0
    count = numbers[rule.count].number if rule.count else 0
    anyone, centre = condition(Viewer.ANYONE, on=on), condition(Viewer.CENTRE, on=on)
    sight = centre if "{centre}" in SOURCES[rule.kind] else anyone
    sql = SOURCES[rule.kind].format(anyone=sight.sql, centre=sight.sql)
    values = {
        **sight.values, "on": on, "days": days, "count": count, "months": months, "active": ACTIVE,
        "tiers": list(rule.tiers), "last": _last(on, days),
    }  # fmt: skip
    for unit, uscc, key, record, due_on, told in rows(sql, values):
        yield Raised(rule.code, unit, uscc, key, record, due_on, _words(json.loads(told)))


def _last(on: datetime.date, working_days: int) -> datetime.date:
    """Return the day so many working days ahead."""
    calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    return due(on, working_days, calendar).due_on if working_days else on


def _words(told: dict[str, Any]) -> dict[str, Any]:
    """Return the words of the text; of a record only its title is kept."""
    if "content" in told:
        content, item, edition = told.pop("content"), told.pop("item"), told.pop("edition")
        known = readable_item(item, edition, Viewer.ANYONE).item
        told["title"] = str(content.get(known.title, "") if known else "") or (
            known.name.zh if known else item
        )
    if "status" in told:
        label = Status(told["status"]).label
        told["status"] = {"zh": label.zh, "en": label.en}
    return told


def _fallen(rule: WarningRule, on: datetime.date, days: int) -> Iterator[Raised]:
    """Yield whose grade is worse than so many days ago, with the units that look after them."""
    for model in rule.models:
        earlier = dict(evaluation.grades(model, on - datetime.timedelta(days=days)))
        if not earlier:
            continue
        fallen = {
            uscc: (earlier[uscc], grade)
            for uscc, grade in evaluation.grades(model, on)
            if uscc in earlier and grade.place > earlier[uscc].place
        }
        for unit, uscc in _responsible(sorted(fallen), on):
            before, after = fallen[uscc]
            yield Raised(
                rule.code, unit, uscc, f"{model}:{before}:{after}:{on.year}"[:64], None, None,
                {
                    "before": {"zh": before.label.zh, "en": before.label.en},
                    "after": {"zh": after.label.zh, "en": after.label.en},
                },
            )  # fmt: skip


def _responsible(codes: list[str], on: datetime.date) -> Iterator[tuple[str, str]]:
    sql = (
        "SELECT r.unit, c.uscc FROM unnest(%(codes)s::text[]) AS c (uscc) CROSS JOIN LATERAL "
        + RESPONSIBLE.format(uscc="c.uscc")
        + " r"
    )
    yield from ((unit, uscc) for unit, uscc in rows(sql, {"codes": codes, "on": on}))


def of_unit(
    unit: str, *, is_open: bool, rule: str = "", size: int = 200, skip: int = 0
) -> tuple[WarningFacts, ...]:
    """Return the warnings of a unit, the earliest due first; decided ones newest first."""
    parts = ["w.unit = %(unit)s", f"w.decided_at IS {'' if is_open else 'NOT '}NULL"]
    if rule:
        parts.append("w.rule = %(rule)s")
    order = "w.due_on NULLS LAST, w.raised_on, w.id" if is_open else "w.decided_at DESC, w.id"
    page = f"ORDER BY {order} LIMIT %(size)s OFFSET %(skip)s"
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE {' AND '.join(parts)} {page}"
    values = {"unit": unit, "rule": rule, "size": min(size, LARGEST_PAGE), "skip": skip}
    return tuple(_facts(one) for one in rows(sql, values))


def one(warning: UUID, *, unit: str) -> WarningFacts:
    """Return a warning of the unit.

    Raises:
        UnknownWarning: it has none with this number.
    """
    facts = row(
        f"SELECT {COLUMNS} FROM {FROM} WHERE w.id = %(id)s AND w.unit = %(unit)s",
        {"id": warning, "unit": unit},
    )
    if facts is None:
        raise UnknownWarning(warning)
    return _facts(facts)


def counts(*, on: datetime.date, unit: str = "") -> Mapping[str, WarningCount]:
    """Return by rule how its warnings ended, of a unit or of all."""
    narrowed = " WHERE unit = %(unit)s" if unit else ""
    sql = (
        "SELECT rule, outcome, count(*), count(*) FILTER (WHERE outcome = '' AND due_on < %(on)s)"
        f" FROM warning{narrowed} GROUP BY 1, 2"
    )
    ended: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for rule, outcome, count, late in rows(sql, {"unit": unit, "on": on}):
        ended[rule][outcome] = (count, late)
    return {
        rule: WarningCount(
            *of_rule.get("", (0, 0)),
            {outcome: of_rule[outcome][0] for outcome in WarningOutcome if outcome in of_rule},
        )
        for rule, of_rule in ended.items()
    }


def _facts(found: Row) -> WarningFacts:
    told = dict(zip(OWN, found, strict=True))
    return WarningFacts(**{**told, "values": json.loads(told["values"])})
