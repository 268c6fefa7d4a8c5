"""Special campaigns: who is in scope, how far each is, and how it went day by day."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.law.label import Label
from gongxin.procedures.campaign import CAMPAIGN
from gongxin.queries.reading import Row, row, rows
from gongxin.supervision.campaign_rule import CampaignRule

LISTED, LEFT = "listed", "left"
STATES: Mapping[str, Label] = {
    LISTED: Label("待告知", "to be told"),
    **CAMPAIGN.states,
    LEFT: Label("移出范围", "out of scope"),
}
LARGEST = 10_000


@dataclass(frozen=True, slots=True)
class ScopedOrganisation:
    """An organisation in scope, the unit that handed in its newest record, and the records."""

    uscc: str
    unit: str
    records: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """A campaign; `counted` is what its closing report says."""

    id: UUID
    code: str
    name_zh: str
    name_en: str
    rule: str
    unit: str
    unit_name: str
    from_on: datetime.date
    until_on: datetime.date
    state: str
    made_by: str
    made_at: datetime.datetime
    opened_by: str
    opened_on: datetime.date | None
    closing_by: str
    said: str
    closed_by: str
    closed_on: datetime.date | None
    sequence: int | None
    counted: Mapping[str, Any]

    @property
    def name(self) -> Label:
        return Label(self.name_zh, self.name_en)


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """An organisation of a campaign; `state` is that of its case, `listed` before there is one."""

    uscc: str
    organisation: str
    unit: str
    unit_name: str
    joined_on: datetime.date
    records: int
    case: UUID | None
    number: str
    state: str
    due_on: datetime.date | None
    left_because: str

    @property
    def state_label(self) -> Label:
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class CampaignProgress:
    """How many organisations stand where. The goal is that every one of them has left."""

    counts: Mapping[str, int]

    @property
    def members(self) -> int:
        return sum(self.counts.values()) - self.counts.get(LEFT, 0)

    @property
    def exited(self) -> int:
        return self.counts.get("exited", 0)

    @property
    def told(self) -> int:
        return self.members - self.counts.get(LISTED, 0)

    @property
    def exit_rate(self) -> float | None:
        return self.exited / self.members if self.members else None


@dataclass(frozen=True, slots=True)
class DayOfCampaign:
    """How many organisations were told, had reported and had left by a day."""

    on: datetime.date
    told: int
    reported: int
    exited: int


class UnknownCampaign(Exception):
    """There is no such campaign, or the unit has no part in it."""

    def __init__(self, campaign: object) -> None:
        super().__init__(
            f"没有专项治理 {campaign}，或者与本单位无关。请在列表中选择。"
            f" / No campaign {campaign} that concerns this unit. Choose one of the list."
        )


OWN = [field.name for field in fields(CampaignFacts)]
COLUMNS = ", ".join("coalesce(u.name, c.unit)" if name == "unit_name" else f"c.{name}" for name in OWN)
FROM = "campaign c LEFT JOIN unit u ON u.uscc = c.unit"
CONCERNS = (
    "(c.unit = %(unit)s OR c.state <> 'draft' AND EXISTS"
    " (SELECT FROM campaign_member m WHERE m.campaign_id = c.id AND m.unit = %(unit)s))"
)
STATE = f"CASE WHEN m.left_on IS NOT NULL THEN '{LEFT}' ELSE coalesce(k.state, '{LISTED}') END"
MEMBERS = "campaign_member m LEFT JOIN case_file k ON k.id = m.case"


def scope(rule: CampaignRule, *, unit: str, on: datetime.date) -> tuple[ScopedOrganisation, ...]:
    """Return who has a record of the rule that stands and that everybody, or the unit itself, may see."""
    anyone, own = condition(Viewer.ANYONE, on=on), condition(Viewer.unit(unit), on=on)
    tiers = " AND e.tier = ANY(%(tiers)s)" if rule.tiers else ""
    found: dict[UUID, Sequence[Any]] = {}
    for sight in (anyone, own):
        sql = (
            "SELECT e.record, e.uscc, e.unit, e.decided_on FROM entry e"
            f" WHERE {sight.sql} AND e.item = ANY(%(wanted)s){tiers}"
        )
        values = {**sight.values, "wanted": list(rule.items), "tiers": list(rule.tiers)}
        found |= {record: facts for record, *facts in rows(sql, values)}
    return _scoped(found)


def _scoped(found: Mapping[UUID, Sequence[Any]]) -> tuple[ScopedOrganisation, ...]:
    held: dict[str, list[tuple[str, str, UUID]]] = {}
    for record, (uscc, unit, decided_on) in found.items():
        held.setdefault(uscc, []).append((str(decided_on or ""), unit, record))
    return tuple(
        ScopedOrganisation(uscc, max(mine)[1], tuple(record for _, _, record in sorted(mine)))
        for uscc, mine in sorted(held.items())
    )


def of_unit(unit: str) -> tuple[CampaignFacts, ...]:
    """Return the campaigns that a unit leads or has a part in, newest first."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE {CONCERNS} ORDER BY c.made_at DESC LIMIT 200"
    return tuple(_facts(found) for found in rows(sql, {"unit": unit}))


def opened() -> tuple[CampaignFacts, ...]:
    """Return the campaigns that everybody may read of: those that were opened."""
    order = "ORDER BY c.opened_on DESC, c.code LIMIT 200"
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE c.opened_on IS NOT NULL {order}"
    return tuple(_facts(found) for found in rows(sql))


def one(campaign: UUID, *, unit: str) -> CampaignFacts:
    """Return a campaign that concerns the unit.

    Raises:
        UnknownCampaign: none does with this number.
    """
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE c.id = %(id)s AND {CONCERNS}"
    found = row(sql, {"id": campaign, "unit": unit})
    if found is None:
        raise UnknownCampaign(campaign)
    return _facts(found)


def members(campaign: UUID, *, unit: str = "", state: str = "", size: int = 200) -> tuple[MemberFacts, ...]:
    """Return the organisations of a campaign, all or those that a unit sees to; the earliest due first."""
    parts = ["m.campaign_id = %(campaign)s"]
    if unit:
        parts.append("m.unit = %(unit)s")
    if state:
        parts.append(f"{STATE} = %(state)s")
    sql = (
        f"SELECT m.uscc, coalesce(o.name, m.uscc), m.unit, coalesce(u.name, m.unit), m.joined_on,"
        f" jsonb_array_length(m.records), m.case, coalesce(k.number, ''), {STATE}, k.due_on, m.left_because"
        f" FROM {MEMBERS} LEFT JOIN organisation o ON o.uscc = m.uscc LEFT JOIN unit u ON u.uscc = m.unit"
        f" WHERE {' AND '.join(parts)} ORDER BY k.due_on NULLS LAST, m.uscc LIMIT %(size)s"
    )
    values = {"campaign": campaign, "unit": unit, "state": state, "size": min(size, LARGEST)}
    return tuple(MemberFacts(*found) for found in rows(sql, values))


def progress(campaign: UUID) -> CampaignProgress:
    """Return how many organisations stand where."""
    sql = f"SELECT {STATE}, count(*) FROM {MEMBERS} WHERE m.campaign_id = %(campaign)s GROUP BY 1"
    counted: dict[str, int] = dict(rows(sql, {"campaign": campaign}))
    return CampaignProgress({state: counted[state] for state in STATES if state in counted})


def days(campaign: UUID) -> tuple[DayOfCampaign, ...]:
    """Return how far it was on every day on which something was done, from the cases' own steps."""
    sql = (
        "SELECT s.\"on\", count(*) FILTER (WHERE s.step = 'notify'),"
        " count(*) FILTER (WHERE s.state = 'reported' AND s.step <> 'return_proposal'"
        "  AND NOT EXISTS (SELECT FROM case_step b WHERE b.case_id = s.case_id AND b.number < s.number"
        "   AND b.state = 'reported')),"
        " count(*) FILTER (WHERE s.step = 'exit')"
        " FROM campaign_member m JOIN case_step s ON s.case_id = m.case"
        " WHERE m.campaign_id = %(campaign)s GROUP BY 1 ORDER BY 1"
    )
    told = reported = exited = 0
    found = []
    for on, more_told, more_reported, more_exited in rows(sql, {"campaign": campaign}):
        told, reported, exited = told + more_told, reported + more_reported, exited + more_exited
        found.append(DayOfCampaign(on, told, reported, exited))
    return tuple(found)


def _facts(found: Row) -> CampaignFacts:
    told = dict(zip(OWN, found, strict=True))
    return CampaignFacts(**{**told, "counted": json.loads(told["counted"])})
