"""The sessions in which an account is signed in."""

import datetime
from dataclasses import dataclass

from gongxin.queries.reading import rows
from gongxin.store.models.session import digest

SQL = (
    "SELECT session_key = %(current)s, began_at, seen_at, address, browser FROM session"
    " WHERE user_id = %(user)s AND expire_date > %(now)s ORDER BY began_at DESC"
)


@dataclass(frozen=True, slots=True)
class OpenSession:
    is_current: bool
    began_at: datetime.datetime | None
    seen_at: datetime.datetime | None
    address: str
    browser: str


def of_user(user: int, *, current: str, now: datetime.datetime) -> tuple[OpenSession, ...]:
    """Return the sessions of an account that are not over, the latest first."""
    values = {"user": user, "current": digest(current), "now": now}
    return tuple(OpenSession(*found) for found in rows(SQL, values))
