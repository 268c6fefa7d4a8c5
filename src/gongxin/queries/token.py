"""Personal API tokens: whom one stands for, and those a user has."""

import datetime
from dataclasses import dataclass

from gongxin.queries.person import FROM, Person, person_columns, person_of
from gongxin.queries.reading import row, rows


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """A token as its owner sees it; the token itself is not kept."""

    id: int
    label: str
    created_at: datetime.datetime
    last_used_at: datetime.datetime | None
    expires_on: datetime.date
    revoked_at: datetime.datetime | None


def bearer(digest: bytes, *, on: datetime.date) -> Person | None:
    """Return whom a token stands for; None where it is unknown, expired, revoked or its account closed."""
    sql = (
        f"SELECT {person_columns()} FROM token t JOIN ({FROM}) ON a.id = t.user_id"
        " WHERE t.digest = %(digest)s AND t.revoked_at IS NULL AND t.expires_on >= %(on)s AND a.is_active"
    )
    found = row(sql, {"digest": digest, "on": on})
    return person_of(found) if found else None


def of_user(user: int) -> tuple[TokenFacts, ...]:
    """Return the user's tokens, newest first."""
    sql = (
        "SELECT id, label, created_at, last_used_at, expires_on, revoked_at FROM token"
        " WHERE user_id = %(user)s ORDER BY created_at DESC"
    )
    return tuple(TokenFacts(*found) for found in rows(sql, {"user": user}))
