"""What waits in the outbox, and what could not be sent."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from gongxin.queries.reading import row, rows

LISTED = 100


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """`given_up` are those that were tried to the end."""

    waiting_email: int
    waiting_webhook: int
    sent: int
    given_up: int


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message that failed at least once and was not sent."""

    id: UUID
    channel: str
    organisation: str
    made_at: datetime.datetime
    attempts: int
    next_at: datetime.datetime | None
    fault: str


def counts() -> OutboxCounts:
    sql = (
        "SELECT count(*) FILTER (WHERE b.next_at IS NOT NULL AND c.channel = 'email'),"
        " count(*) FILTER (WHERE b.next_at IS NOT NULL AND c.channel = 'webhook'),"
        " count(*) FILTER (WHERE b.sent_at IS NOT NULL),"
        " count(*) FILTER (WHERE b.sent_at IS NULL AND b.next_at IS NULL AND c.ended_at IS NULL)"
        " FROM outbox b JOIN contact c ON c.id = b.contact_id"
    )
    return OutboxCounts(*(row(sql) or (0, 0, 0, 0)))


def unsent() -> tuple[Unsent, ...]:
    """Return what failed and is not sent, newest first; addresses stay with the organisation."""
    sql = (
        "SELECT b.id, c.channel, coalesce(o.name, c.uscc), b.made_at, b.attempts, b.next_at, b.fault"
        " FROM outbox b JOIN contact c ON c.id = b.contact_id LEFT JOIN organisation o ON o.uscc = c.uscc"
        " WHERE b.sent_at IS NULL AND b.attempts > 0 AND c.ended_at IS NULL"
        " ORDER BY b.made_at DESC LIMIT %(size)s"
    )
    return tuple(Unsent(*found) for found in rows(sql, {"size": LISTED}))
