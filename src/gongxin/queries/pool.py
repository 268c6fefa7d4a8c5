"""Who can be drawn: the organisations of a field with the class of risk of each."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition, unhidden
from gongxin.law.parameter import Parameters
from gongxin.organisations.industry import industry
from gongxin.organisations.status import Status
from gongxin.queries.reading import rows
from gongxin.supervision.classing import Classed, class_of
from gongxin.supervision.field_rule import FieldRule, FindingRule

ACTIVE = sorted(status.value for status in Status if status.is_active)
LICENCE = "administrative_licence"
NAMED = "coalesce(e.content::jsonb ->> 'XK_XKZS', '') || ' ' || coalesce(e.content::jsonb ->> 'XK_XKWS', '')"


@dataclass(frozen=True, slots=True)
class PoolScope:
    """What narrows a field: any of some regions, and words in the name of a licence that stands."""

    regions: tuple[str, ...] = ()
    licence: str = ""


@dataclass(frozen=True, slots=True)
class PoolMember:
    uscc: str
    classed: Classed


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Whose pool it is: the unit whose own findings count, on a day, by the city's numbers."""

    unit: str
    on: datetime.date
    parameters: Parameters


def members(
    rule: FieldRule, scope: PoolScope, supervisor: Supervisor, grades: Mapping[str, str]
) -> Iterator[PoolMember]:
    """Yield the organisations of the field in the order of their codes; `grades` by code."""
    found, none = findings(rule, supervisor), frozenset[str]()
    known: dict[tuple[str, frozenset[str]], Classed] = {}  # few among a million
    for uscc in _codes(rule, scope, supervisor.on):
        facts = grades.get(uscc, ""), found.get(uscc, none)
        if facts not in known:
            known[facts] = class_of(rule, grade=facts[0], found=facts[1])
        yield PoolMember(uscc, known[facts])


def findings(rule: FieldRule, supervisor: Supervisor) -> Mapping[str, frozenset[str]]:
    """Return which findings of the rule hold, by organisation; none whose numbers are undecided."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in rule.findings:
        for uscc in _found(one, supervisor):
            found[uscc].add(one.code)
    return {uscc: frozenset(codes) for uscc, codes in found.items()}


def _found(rule: FindingRule, supervisor: Supervisor) -> Iterator[str]:
    held, on = supervisor.parameters, supervisor.on
    months = held[rule.months].known_on(on)
    count = held[rule.count].known_on(on) if rule.count else None
    if months is None or (rule.count and count is None):
        return
    sight = condition(Viewer.unit(supervisor.unit), on=on)
    narrowed = " AND e.content::jsonb ->> %(column)s = ANY(%(values)s)" if rule.column else ""
    sql = (
        f"SELECT e.uscc FROM entry e WHERE {sight.sql} AND {unhidden().format(e='e')} AND e.item = %(item)s"
        f" AND e.decided_on > (%(on)s::date - make_interval(months => %(months)s))::date{narrowed}"
        " GROUP BY e.uscc HAVING count(*) >= %(count)s"
    )
    values = {
        **sight.values,
        "item": rule.item,
        "column": rule.column,
        "values": list(rule.values),
        "months": months.number,
        "count": count.number if count else 1,
    }
    yield from (uscc for (uscc,) in rows(sql, values))


def _codes(rule: FieldRule, scope: PoolScope, on: datetime.date) -> Iterator[str]:
    parts = ["o.is_registered", "o.status = ANY(%(active)s)"]
    values: dict[str, object] = {"active": ACTIVE}
    if rule.industries:
        parts.append("o.industry ^@ ANY(%(industries)s)")
        values["industries"] = sorted(one for code in rule.industries for one in _spellings(code))
    if scope.regions:
        parts.append("o.region ^@ ANY(%(regions)s)")
        values["regions"] = list(scope.regions)
    if scope.licence:
        sight = condition(Viewer.CENTRE, on=on)
        parts.append(
            f"o.uscc IN (SELECT e.uscc FROM entry e WHERE {sight.sql} AND e.item = '{LICENCE}'"
            f" AND (e.valid_until IS NULL OR e.valid_until >= %(on)s) AND strpos({NAMED}, %(licence)s) > 0)"
        )
        values |= {**sight.values, "licence": scope.licence}
    sql = f'SELECT o.uscc FROM organisation o WHERE {" AND ".join(parts)} ORDER BY o.uscc COLLATE "C"'
    yield from (uscc for (uscc,) in rows(sql, values))


def _spellings(code: str) -> Iterator[str]:
    """Yield how registers begin the codes of an industry: with the letter of its section, and without."""
    known = industry(code)
    assert known is not None, "the reader of the rule refuses what is none"
    yield known.code
    if known.digits:
        yield known.digits
    else:
        yield from (f"{division:02}" for division in range(known.section.first, known.section.last + 1))
