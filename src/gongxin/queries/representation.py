"""Requests to represent an organisation: the queue of the centre, and one's own."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from gongxin.queries.reading import row, rows

COLUMNS = (
    "r.id, a.id, a.username, r.uscc, coalesce(o.name, ''), r.letter, r.letter_kind, r.state, r.requested_at,"
    " r.opened_at, r.opened_by, r.decided_at, r.decided_by, r.reason"
)
FROM = "representation r JOIN auth_user a ON a.id = r.user_id LEFT JOIN organisation o ON o.uscc = r.uscc"
WAITING = ("waiting", "opened")


@dataclass(frozen=True, slots=True)
class RepresentationFacts:
    """A request; `letter` is the digest of the letter, `letter_kind` what kind of file it is."""

    id: UUID
    user: int
    account: str
    uscc: str
    organisation: str
    letter: str
    letter_kind: str
    state: str
    requested_at: datetime.datetime
    opened_at: datetime.datetime | None
    opened_by: str
    decided_at: datetime.datetime | None
    decided_by: str
    reason: str

    @property
    def is_open(self) -> bool:
        return self.state in WAITING


class UnknownRepresentation(Exception):
    """There is no such request, or not for the one who asks."""

    def __init__(self) -> None:
        super().__init__("没有这件申请。 / No such request.")


def of_user(user: int) -> tuple[RepresentationFacts, ...]:
    """Return the requests of an account, newest first."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE r.user_id = %(user)s ORDER BY r.requested_at DESC"
    return tuple(RepresentationFacts(*found) for found in rows(sql, {"user": user}))


def waiting() -> tuple[RepresentationFacts, ...]:
    """Return what waits for the centre, the oldest first."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE r.state = ANY(%(states)s) ORDER BY r.requested_at"
    return tuple(RepresentationFacts(*found) for found in rows(sql, {"states": list(WAITING)}))


def decided(size: int) -> tuple[RepresentationFacts, ...]:
    """Return what was decided last, newest first."""
    order = "r.decided_at DESC LIMIT %(size)s"
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE r.decided_at IS NOT NULL ORDER BY {order}"
    return tuple(RepresentationFacts(*found) for found in rows(sql, {"size": size}))


def one(request: UUID, *, user: int | None = None) -> RepresentationFacts:
    """Return one request; `user` narrows to those of one account.

    Raises:
        UnknownRepresentation: there is none, or it is somebody else's.
    """
    found = row(f"SELECT {COLUMNS} FROM {FROM} WHERE r.id = %(request)s", {"request": request})
    if found is None or user not in (None, found[1]):
        raise UnknownRepresentation
    return RepresentationFacts(*found)
