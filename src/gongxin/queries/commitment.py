"""Commitments with where each stands: of an organisation, by kind, of a unit, and what is to be verified."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.law.label import Label
from gongxin.procedures.commitment_kind import CommitmentKind, kind_name
from gongxin.procedures.commitment_plan import CommitmentStanding, CommitmentState
from gongxin.queries.entry import shown_entry
from gongxin.queries.entry_row import COLUMNS, NAMES
from gongxin.queries.reading import Row, row, rows
from gongxin.queries.shown_entry import ShownEntry

OURS = (
    "c.number, c.unit, c.kind, c.committed_on, c.valid_until, c.is_due, c.due_on, c.due_by, c.performance,"
    " c.found_on, c.about, v.number, c.signed_by, c.signed_at, c.pdf_digest, c.sequence, c.proposed_by,"
    " c.proposed_on"
)
STANDING = tuple(field.name for field in fields(CommitmentStanding))
WIDTH = 18  # columns of ours; those of the entry follow
NEWEST = "c.committed_on DESC, c.number DESC"
OPEN = "c.is_due AND c.performance = ''"
LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """A commitment as one viewer may read its entry, and where it stands on the day asked."""

    entry: ShownEntry
    number: str
    unit: str
    kind: str
    committed_on: datetime.date
    valid_until: datetime.date | None
    is_due: bool
    due_on: datetime.date | None
    due_by: str
    performance: str
    found_on: datetime.date | None
    about: UUID | None
    version: int | None
    signed_by: str
    signed_at: datetime.datetime | None
    pdf_digest: str
    sequence: int | None
    proposed_by: str
    proposed_on: datetime.date | None
    state: CommitmentState
    is_expired: bool

    @property
    def kind_name(self) -> Label:
        return kind_name(self.kind)

    @property
    def is_open(self) -> bool:
        """Whether nothing is established yet."""
        return not self.performance


OUR_NAMES = tuple(field.name for field in fields(CommitmentFacts))[1 : WIDTH + 1]


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """`next` is the first place of the page that follows, None on the last."""

    commitments: tuple[CommitmentFacts, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """Empty values do not narrow. `state` one of those of a work list: open, overdue, undated."""

    uscc: str = ""
    unit: str = ""
    kind: str = ""
    state: str = ""
    in_force: bool = False


class UnknownCommitment(Exception):
    """There is no such commitment, or it is not for the one who asks."""

    def __init__(self) -> None:
        super().__init__(
            "没有这项承诺，或者它不向您公开。请从列表中选择。"
            " / No such commitment, or it is not open to you. Choose one of the list."
        )


NARROWING: Mapping[str, str] = {
    "uscc": "c.uscc = %(uscc)s",
    "unit": "c.unit = %(unit)s",
    "kind": "c.kind = %(kind)s",
}
STATES: Mapping[str, str] = {
    "open": OPEN,
    "overdue": f"{OPEN} AND c.due_on < %(on)s",
    "undated": f"{OPEN} AND c.due_on IS NULL",
    "broken": "c.performance IN ('part', 'none')",
    "kept": "c.performance = 'full'",
}


def page(
    narrow: CommitmentFilter, *, viewer: Viewer, on: datetime.date, start: int = 0, size: int = 50
) -> CommitmentPage:
    """Return one page, newest first; a work list by due date, what has none first."""
    size = max(1, min(size, LARGEST_PAGE))
    parts = [text for name, text in NARROWING.items() if getattr(narrow, name)]
    values: dict[str, object] = {name: getattr(narrow, name) for name in NARROWING if getattr(narrow, name)}
    if narrow.state in STATES:
        parts.append(STATES[narrow.state])
    if narrow.in_force:
        parts.append("(c.valid_until IS NULL OR c.valid_until >= %(on)s)")
    order = f"c.due_on NULLS FIRST, {NEWEST}" if narrow.state in ("open", "overdue", "undated") else NEWEST
    found = _found(
        " AND ".join(parts) or "true", values, viewer, on, f"{order} OFFSET {int(start)} LIMIT {size + 1}"
    )
    return CommitmentPage(found[:size], start + size if len(found) > size else None)


def one(record: UUID, *, viewer: Viewer, on: datetime.date) -> CommitmentFacts:
    """Return one commitment.

    Raises:
        UnknownCommitment: there is none that the viewer may see.
    """
    found = _found("c.record = %(record)s", {"record": record}, viewer, on, NEWEST)
    if not found:
        raise UnknownCommitment
    return found[0]


def of_unit(record: UUID, *, unit: str, on: datetime.date) -> CommitmentFacts:
    """Return a commitment that the unit accepted, in full.

    Raises:
        UnknownCommitment: it accepted none of this number.
    """
    found = one(record, viewer=Viewer.CENTRE, on=on)
    if found.unit != unit:
        raise UnknownCommitment
    return found


def counts(*, unit: str, on: datetime.date) -> Mapping[str, int]:
    """Return how many commitments of a unit stand in each state of STATES."""
    parts = ", ".join(f"count(*) FILTER (WHERE {text})" for text in STATES.values())
    sight = condition(Viewer.CENTRE, on=on)
    sql = (
        f"SELECT {parts} FROM commitment c JOIN entry e ON e.record = c.record AND {sight.sql}"
        " WHERE c.unit = %(unit)s"
    )
    (found,) = rows(sql, {**sight.values, "unit": unit})
    return dict(zip(STATES, found, strict=True))


def by_kind(*, on: datetime.date, unit: str = "") -> Mapping[str, int]:
    """Return how many public commitments in force there are of each kind; counted once for each state."""
    found = row("SELECT max(size) FROM log_checkpoint")
    return _by_kind(on, unit, (str(connection.settings_dict["NAME"]), found[0] if found else 0))


@lru_cache(maxsize=64)
def _by_kind(on: datetime.date, unit: str, _state: tuple[str, int]) -> Mapping[str, int]:
    """`_state` is the database and how long its log is: whatever changes the answer makes it longer."""
    sight = condition(Viewer.ANYONE, on=on)
    where = "(c.valid_until IS NULL OR c.valid_until >= %(on)s)" + (" AND c.unit = %(unit)s" if unit else "")
    sql = (
        f"SELECT c.kind, count(*) FROM commitment c JOIN entry e ON e.record = c.record AND {sight.sql}"
        f" WHERE {where} GROUP BY c.kind ORDER BY 2 DESC, 1"
    )
    return dict(rows(sql, {**sight.values, "unit": unit}))


def has_repair_commitment(uscc: str, record: UUID, *, on: datetime.date) -> bool:
    """Say whether the organisation has promised not to fail again, for the repair of this very record.

    The promise was signed here, is in force on the day, and was not found broken.
    """
    return repair_commitment(uscc, record, on=on) is not None


def repair_commitment(uscc: str, record: UUID, *, on: datetime.date) -> str | None:
    """Return the digest of the signed file of the promise for the repair of a record; None without one."""
    sight = condition(Viewer.CENTRE, on=on)
    sql = (
        f"SELECT c.pdf_digest FROM commitment c JOIN entry e ON e.record = c.record AND {sight.sql}"
        " WHERE c.uscc = %(uscc)s AND c.about = %(about)s AND c.kind = %(kind)s"
        " AND c.performance NOT IN ('part', 'none') AND (c.valid_until IS NULL OR c.valid_until >= %(on)s)"
    )
    values = {**sight.values, "uscc": uscc, "about": record, "kind": CommitmentKind.REPAIR.value}
    found = rows(f"{sql} ORDER BY c.signed_at DESC", values)
    return str(found[0][0]) if found else None


def _found(
    where: str, values: Mapping[str, object], viewer: Viewer, on: datetime.date, order: str
) -> tuple[CommitmentFacts, ...]:
    sight = condition(viewer, on=on)
    sql = (
        f"SELECT {OURS}, {COLUMNS} FROM commitment c JOIN entry e ON e.record = c.record AND {sight.sql}"
        f" LEFT JOIN commitment_version v ON v.id = c.version_id {NAMES} WHERE {where} ORDER BY {order}"
    )
    return tuple(_facts(found, viewer, on) for found in rows(sql, {**sight.values, **values}))


def _facts(found: Row, viewer: Viewer, on: datetime.date) -> CommitmentFacts:
    ours, entry = found[:WIDTH], shown_entry(found[WIDTH:], viewer)
    known: dict[str, Any] = dict(zip(OUR_NAMES, ours, strict=True))
    standing = CommitmentStanding(**{name: known[name] for name in STANDING})
    return CommitmentFacts(entry=entry, **known, state=standing.state(on), is_expired=standing.is_expired(on))
