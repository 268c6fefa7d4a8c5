"""Messages about repairs between platforms: what we told, what is still to be sent, what others told us."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from gongxin.ledger.repair_message import RepairMessage, read
from gongxin.queries.reading import rows

PART = 1000


@dataclass(frozen=True, slots=True)
class PlatformFacts:
    code: str
    name: str
    key: str
    address: str
    added_at: datetime.datetime
    ended_at: datetime.datetime | None
    sent: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message that did not reach a platform; without `next_at` it is not tried any more."""

    id: int
    platform: str
    kind: str
    uscc: str
    made_at: datetime.datetime
    attempts: int
    fault: str
    next_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class ForeignFacts:
    """What another platform decided, and what became of it here."""

    id: UUID
    platform: str
    kind: str
    uscc: str
    organisation: str
    document_number: str
    decided_on: datetime.date | None
    repaired_on: datetime.date
    record: UUID | None
    unit: str
    unit_name: str
    text: str
    received_at: datetime.datetime
    case: UUID | None
    dismissed_by: str
    dismissed_because: str

    @property
    def is_open(self) -> bool:
        return self.case is None and not self.dismissed_by

    @property
    def message(self) -> RepairMessage:
        return read(self.text)


FOREIGN = (
    "SELECT f.id, p.name, f.kind, f.uscc, coalesce(o.name, f.uscc), f.document_number, f.decided_on,"
    " f.repaired_on, f.record, f.unit, coalesce(u.name, f.unit), f.text, f.received_at, f.case,"
    " f.dismissed_by, f.dismissed_because FROM foreign_repair f JOIN platform p ON p.code = f.platform_id"
    " LEFT JOIN organisation o ON o.uscc = f.uscc LEFT JOIN unit u ON u.uscc = f.unit"
)


def platforms() -> tuple[PlatformFacts, ...]:
    sql = (
        "SELECT p.code, p.name, p.key, p.address, p.added_at, p.ended_at,"
        " count(d.id) FILTER (WHERE d.sent_at IS NOT NULL), count(d.id) FILTER (WHERE d.sent_at IS NULL)"
        " FROM platform p LEFT JOIN repair_dispatch d ON d.platform_id = p.code"
        " GROUP BY p.code ORDER BY p.code"
    )
    return tuple(PlatformFacts(*found) for found in rows(sql, {}))


def outgoing(*, after: int = 0) -> Iterator[tuple[int, str]]:
    """Yield number and text of every message after a number, in order: a file for whoever fetches."""
    while True:
        sql = (
            "SELECT number, text FROM repair_message WHERE number > %(after)s ORDER BY number LIMIT %(size)s"
        )
        found = rows(sql, {"after": after, "size": PART})
        yield from ((number, text) for number, text in found)
        if len(found) < PART:
            return
        after = found[-1][0]


def unsent(*, size: int = 100) -> tuple[Unsent, ...]:
    """Return what failed at least once and was not sent, the oldest first."""
    sql = (
        "SELECT d.id, p.name, m.kind, m.uscc, m.made_at, d.attempts, d.fault, d.next_at"
        " FROM repair_dispatch d JOIN repair_message m ON m.number = d.message_id"
        " JOIN platform p ON p.code = d.platform_id"
        " WHERE d.sent_at IS NULL AND d.attempts > 0 AND p.ended_at IS NULL ORDER BY m.number LIMIT %(size)s"
    )
    return tuple(Unsent(*found) for found in rows(sql, {"size": size}))


def foreign(*, unit: str = "", size: int = 100) -> tuple[ForeignFacts, ...]:
    """Return what others told us, what is open first; `unit` narrows to records that one unit sent."""
    where = " WHERE f.unit = %(unit)s" if unit else ""
    sql = (
        f"{FOREIGN}{where} ORDER BY (f.case IS NULL AND f.dismissed_by = '') DESC, f.received_at DESC"
        " LIMIT %(size)s"
    )
    return tuple(ForeignFacts(*found) for found in rows(sql, {"unit": unit, "size": size}))


def foreign_one(number: UUID, *, unit: str) -> ForeignFacts | None:
    """Return one that is about a record of the unit."""
    found = rows(f"{FOREIGN} WHERE f.id = %(id)s AND f.unit = %(unit)s", {"id": number, "unit": unit})
    return ForeignFacts(*found[0]) if found else None
