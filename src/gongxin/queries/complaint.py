"""Complaints about looks: as the organisation follows them, and as auditors work through them."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gongxin.law.label import Label
from gongxin.queries.matter import matter_name
from gongxin.queries.reading import Row, row, rows

PAGE = 100
COLUMNS = (
    "c.id, c.look, c.uscc, coalesce(o.name, c.uscc), c.unit, coalesce(u.name, c.unit), c.text, c.made_at,"
    " c.outcome, c.reasons, c.decided_by, c.decided_at, e.item, e.known_at, e.sequence, e.content"
)
# A delivery or a look has one version; a complaint names it by record.
FROM = (
    "complaint c JOIN entry e ON e.record = c.look AND e.version = 1"
    " LEFT JOIN organisation o ON o.uscc = c.uscc LEFT JOIN unit u ON u.uscc = c.unit"
)


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """A complaint with the look it is about. `by`, `purpose` and `case_number` are the look's own."""

    id: UUID
    look: UUID
    uscc: str
    organisation: str
    unit: str
    unit_name: str
    text: str
    made_at: datetime.datetime
    outcome: str
    reasons: str
    decided_by: str
    decided_at: datetime.datetime | None
    matter: Label
    looked_at: datetime.datetime
    sequence: int
    by: str
    purpose: str
    case_number: str

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
        f"SELECT DISTINCT ON (c.look) {COLUMNS} FROM {FROM} WHERE c.look = ANY(%(looks)s)"
        " ORDER BY c.look, c.made_at DESC"
    )
    return {one.look: one for one in map(_facts, rows(sql, {"looks": list(looks)}))}


def listed(*, is_open: bool, size: int = PAGE) -> tuple[ComplaintFacts, ...]:
    """Return the open complaints, oldest first, or the decided ones, newest first."""
    part, order = ("IS NULL", "c.made_at") if is_open else ("IS NOT NULL", "c.decided_at DESC")
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE c.decided_at {part} ORDER BY {order} LIMIT %(size)s"
    return tuple(map(_facts, rows(sql, {"size": size})))


def one(complaint: UUID) -> ComplaintFacts:
    """Return a complaint.

    Raises:
        NoSuchComplaint: there is none with this number.
    """
    found = row(f"SELECT {COLUMNS} FROM {FROM} WHERE c.id = %(id)s", {"id": complaint})
    if found is None:
        raise NoSuchComplaint(complaint)
    return _facts(found)


def open_count() -> int:
    found = row("SELECT count(*) FROM complaint WHERE decided_at IS NULL")
    return int(found[0]) if found else 0


def _facts(found: Row) -> ComplaintFacts:
    (
        identity, look, uscc, organisation, unit, unit_name, text, made_at,
        outcome, reasons, decided_by, decided_at, matter, looked_at, sequence, content,
    ) = found  # fmt: skip
    said: Mapping[str, object] = json.loads(content) if content else {}
    return ComplaintFacts(
        id=identity,
        look=look,
        uscc=uscc,
        organisation=organisation,
        unit=unit,
        unit_name=unit_name,
        text=text,
        made_at=made_at,
        outcome=outcome,
        reasons=reasons,
        decided_by=decided_by,
        decided_at=decided_at,
        matter=matter_name(matter),
        looked_at=looked_at,
        sequence=sequence,
        by=str(said.get("by", "")),
        purpose=str(said.get("purpose", "")),
        case_number=str(said.get("case_number", "")),
    )
