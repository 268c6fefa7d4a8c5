"""Complaints: as the organisation follows them at its looks, and as auditors work through them."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gongxin.law.label import Label
from gongxin.procedures.complaint import COMPLAINT, GROUNDS
from gongxin.queries.matter import matter_name
from gongxin.queries.reading import Row, row, rows

PAGE = 100
COLUMNS = (
    "c.id, c.number, c.subject, c.uscc, coalesce(o.name, c.uscc), c.provider, coalesce(u.name, c.provider),"
    " c.ground, filed.reason, filed.at, c.state, c.version, last.reason, last.by, last.at,"
    " c.closed_on IS NULL, e.item, e.known_at, e.sequence, e.content"
)
# A delivery or a look has one version; a complaint about one names it by record.
FROM = (
    "case_file c JOIN case_step filed ON filed.case_id = c.id AND filed.number = 1"
    " JOIN case_step last ON last.case_id = c.id AND last.number = c.version"
    " LEFT JOIN entry e ON e.record = c.subject AND e.version = 1"
    " LEFT JOIN organisation o ON o.uscc = c.uscc LEFT JOIN unit u ON u.uscc = c.provider"
)
OURS = "c.procedure = 'complaint'"


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """A complaint, and the look it is about where it is about one: `looked_at` is None where it is not.

    `by`, `purpose` and `case_number` are the look's own. `outcome` is a state of the procedure, once
    it is closed.
    """

    id: UUID
    number: str
    look: UUID | None
    uscc: str
    organisation: str
    unit: str
    unit_name: str
    ground: Label
    text: str
    made_at: datetime.datetime
    outcome: str
    reasons: str
    decided_by: str
    decided_at: datetime.datetime | None
    version: int
    matter: Label
    looked_at: datetime.datetime | None
    sequence: int | None
    by: str
    purpose: str
    case_number: str

    @property
    def outcome_label(self) -> Label:
        return COMPLAINT.states[self.outcome]

    @property
    def is_open(self) -> bool:
        return self.decided_at is None


class NoSuchComplaint(Exception):
    """There is no complaint with this number."""

    def __init__(self, complaint: UUID) -> None:
        super().__init__(f"没有投诉 {complaint}。请回到列表。 / No complaint {complaint}. See the list.")


def of_looks(looks: Sequence[UUID]) -> Mapping[UUID, ComplaintFacts]:
    """Return the newest complaint about each of these looks that has one."""
    sql = (
        f"SELECT DISTINCT ON (c.subject) {COLUMNS} FROM {FROM} WHERE {OURS} AND c.subject = ANY(%(looks)s)"
        " ORDER BY c.subject, filed.at DESC"
    )
    found = map(_facts, rows(sql, {"looks": list(looks)}))
    return {one.look: one for one in found if one.look is not None}


def listed(*, is_open: bool, size: int = PAGE) -> tuple[ComplaintFacts, ...]:
    """Return the open complaints, oldest first, or the closed ones, newest first."""
    part, order = ("IS NULL", "filed.at") if is_open else ("IS NOT NULL", "last.at DESC")
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE {OURS} AND c.closed_on {part} ORDER BY {order} LIMIT %(size)s"
    return tuple(map(_facts, rows(sql, {"size": size})))


def one(complaint: UUID) -> ComplaintFacts:
    """Return a complaint.

    Raises:
        NoSuchComplaint: there is none with this number.
    """
    found = row(f"SELECT {COLUMNS} FROM {FROM} WHERE {OURS} AND c.id = %(id)s", {"id": complaint})
    if found is None:
        raise NoSuchComplaint(complaint)
    return _facts(found)


def open_count() -> int:
    found = row(f"SELECT count(*) FROM case_file c WHERE {OURS} AND c.closed_on IS NULL")
    return int(found[0]) if found else 0


def _facts(found: Row) -> ComplaintFacts:
    (
        identity, number, look, uscc, organisation, unit, unit_name, ground, text, made_at, state, version,
        reasons, last_by, last_at, is_open, matter, looked_at, sequence, content,
    ) = found  # fmt: skip
    said: Mapping[str, object] = json.loads(content) if content else {}
    return ComplaintFacts(
        id=identity,
        number=number,
        look=look,
        uscc=uscc,
        organisation=organisation,
        unit=unit,
        unit_name=unit_name,
        ground=GROUNDS[ground],
        text=text,
        made_at=made_at,
        outcome="" if is_open else state,
        reasons="" if is_open else reasons,
        decided_by="" if is_open else last_by,
        decided_at=None if is_open else last_at,
        version=version,
        matter=matter_name(matter) if matter else GROUNDS[ground],
        looked_at=looked_at,
        sequence=sequence,
        by=str(said.get("by", "")),
        purpose=str(said.get("purpose", "")),
        case_number=str(said.get("case_number", "")),
    )
