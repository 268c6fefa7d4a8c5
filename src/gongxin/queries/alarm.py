"""Looks as the alarm rules want them, and the alarms that were raised."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gongxin.disclosure.alarm import AlarmOutcome, AlarmRule, Past, Seen
from gongxin.law.label import Label
from gongxin.queries.look import NARROWING, ZONE
from gongxin.queries.matter import matter_name
from gongxin.queries.reading import Row, row, rows

USUAL = datetime.timedelta(days=90)
MONTH = datetime.timedelta(days=30)
LARGEST_PAGE = 200
COLUMNS = (
    "a.id, a.rule, a.unit, coalesce(u.name, ''), a.account, a.subject, coalesce(o.name, ''), a.day, a.looks,"
    ' a."limit", a.first_sequence, a.raised_at, a.outcome, a.reasons, a.referred_to, a.decided_by,'
    " a.decided_at"
)
FROM = "alarm a LEFT JOIN unit u ON u.uscc = a.unit LEFT JOIN organisation o ON o.uscc = a.subject"
OF_DAYS = f"e.kind = 'query' AND {NARROWING['from_']} AND {NARROWING['to']}"
BY = "e.content::jsonb ->> 'by'"


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """An alarm; `organisation` is the subject's name where the subject is an organisation."""

    id: UUID
    rule: AlarmRule
    unit: str
    unit_name: str
    account: str
    subject: str
    organisation: str
    day: datetime.date
    looks: int
    limit: int
    first_sequence: int
    raised_at: datetime.datetime
    outcome: str
    reasons: str
    referred_to: str
    decided_by: str
    decided_at: datetime.datetime | None

    @property
    def matter_name(self) -> Label | None:
        return matter_name(self.subject) if self.rule is AlarmRule.FOREIGN_MATTER else None


@dataclass(frozen=True, slots=True)
class AlarmCount:
    """How the alarms of one rule ended."""

    rule: AlarmRule
    open: int
    decided: Mapping[AlarmOutcome, int]


class UnknownAlarm(Exception):
    """There is no such alarm."""

    def __init__(self, alarm: object) -> None:
        super().__init__(f"没有预警 {alarm}。请在列表中选择。 / No alarm {alarm}. Choose one of the list.")


def seen_on(day: datetime.date) -> tuple[Seen, ...]:
    """Return the looks of a day."""
    sql = (
        f"SELECT e.sequence, e.unit, {BY}, e.uscc, e.item, e.content::jsonb ->> 'channel',"
        " e.known_at AT TIME ZONE %(zone)s"
        f" FROM entry e WHERE {OF_DAYS} ORDER BY e.sequence"
    )
    found = rows(sql, _days(day, day))
    return tuple(Seen(*facts) for facts in found)


def usual_before(day: datetime.date) -> Past:
    """Return what was usual in the 90 days before a day, and for pairs in the 30 days that end with it."""
    before = day - datetime.timedelta(days=1)
    sql = (
        f"SELECT {BY}, count(DISTINCT (e.known_at AT TIME ZONE %(zone)s)::date), count(*) FROM entry e"
        f" WHERE {OF_DAYS} GROUP BY 1"
    )
    accounts = rows(sql, _days(day - USUAL, before))
    sql = f"SELECT e.unit, e.item, count(*) FROM entry e WHERE {OF_DAYS} GROUP BY 1, 2"
    matters: dict[str, dict[str, int]] = defaultdict(dict)
    for unit, matter, count in rows(sql, _days(day - USUAL, before)):
        matters[unit][matter] = count
    sql = f"SELECT {BY}, e.uscc, count(*) FROM entry e WHERE {OF_DAYS} GROUP BY 1, 2 HAVING count(*) > 1"
    pairs = rows(sql, _days(day - MONTH + datetime.timedelta(days=1), before))
    return Past(
        days={account: days for account, days, _ in accounts},
        looks={account: looks for account, _, looks in accounts},
        matters=matters,
        pairs={(account, uscc): count for account, uscc, count in pairs},
    )


def page(*, is_open: bool | None = None, rule: str = "", size: int = 100) -> tuple[AlarmFacts, ...]:
    """Return alarms, newest first."""
    parts: list[str] = ["true"]
    if is_open is not None:
        parts.append("a.decided_at IS NULL" if is_open else "a.decided_at IS NOT NULL")
    if rule:
        parts.append("a.rule = %(rule)s")
    sql = (
        f"SELECT {COLUMNS} FROM {FROM} WHERE {' AND '.join(parts)}"
        " ORDER BY a.day DESC, a.first_sequence DESC LIMIT %(size)s"
    )
    return tuple(_facts(one) for one in rows(sql, {"rule": rule, "size": min(size, LARGEST_PAGE)}))


def by_id(alarm: UUID) -> AlarmFacts:
    """Return one alarm.

    Raises:
        UnknownAlarm: there is none.
    """
    found = row(f"SELECT {COLUMNS} FROM {FROM} WHERE a.id = %(id)s", {"id": alarm})
    if found is None:
        raise UnknownAlarm(alarm)
    return _facts(found)


def counts() -> tuple[AlarmCount, ...]:
    """Return for every rule how its alarms ended."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for rule, outcome, count in rows("SELECT rule, outcome, count(*) FROM alarm GROUP BY 1, 2"):
        found[rule][outcome] = count
    return tuple(
        AlarmCount(
            rule,
            found[rule].get("", 0),
            {outcome: found[rule][outcome] for outcome in AlarmOutcome if outcome in found[rule]},
        )
        for rule in AlarmRule
    )


def _days(first: datetime.date, last: datetime.date) -> dict[str, object]:
    return {"from_": first, "to": last, "zone": ZONE}


def _facts(found: Row) -> AlarmFacts:
    identity, rule, *facts = found
    return AlarmFacts(identity, AlarmRule(rule), *facts)
