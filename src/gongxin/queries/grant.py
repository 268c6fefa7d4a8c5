"""The register of grants: who has what, where, since when, by whom, why, and when it was last used."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from gongxin.disclosure.role import Role
from gongxin.queries.person import STANDS
from gongxin.queries.reading import Row, row, rows

ALL = 100_000  # more rights than a city gives out; the register is read and exported whole
COLUMNS = (
    "g.id, a.id, a.username, g.role, coalesce(g.unit_id, ''), coalesce(u.name, ''), g.uscc,"
    " coalesce(o.name, ''), g.granted_by, g.granted_at, g.until, g.reason, g.revoked_at, g.revoked_by,"
    " g.last_used_at, s.at, s.by"
)
FROM = (
    "role_grant g JOIN auth_user a ON a.id = g.user_id LEFT JOIN unit u ON u.uscc = g.unit_id"
    " LEFT JOIN organisation o ON o.uscc = g.uscc LEFT JOIN LATERAL (SELECT at, by FROM grant_step"
    " WHERE grant_id = g.id AND step = 'confirmed' ORDER BY id DESC LIMIT 1) s ON true"
)


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """A role given. `reviewed_at`, `reviewed_by`: when somebody last confirmed that it is needed."""

    id: int
    user: int
    account: str
    role: Role
    unit: str
    unit_name: str
    uscc: str
    organisation: str
    granted_by: str
    granted_at: datetime.datetime
    until: datetime.date | None
    reason: str
    revoked_at: datetime.datetime | None
    revoked_by: str
    last_used_at: datetime.datetime | None
    reviewed_at: datetime.datetime | None
    reviewed_by: str | None

    def is_unused_since(self, moment: datetime.datetime) -> bool:
        """Say whether the right was neither given, used nor confirmed after the moment."""
        return (
            max(self.granted_at, self.last_used_at or self.granted_at, self.reviewed_at or self.granted_at)
            < moment
        )


@dataclass(frozen=True, slots=True)
class GrantFilter:
    """What to narrow the register to; empty: not narrowed."""

    unit: str = ""
    role: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step with an account or a grant, as it was taken."""

    id: int
    at: datetime.datetime
    by: str
    step: str
    account: str
    role: str
    unit: str
    unit_name: str
    uscc: str
    until: datetime.date | None
    reason: str


class NoSuchGrant(Exception):
    """There is no such grant, or not for the one who asks."""

    def __init__(self) -> None:
        super().__init__("没有这项授权。 / No such grant.")


def standing(narrow: GrantFilter, *, on: datetime.date) -> tuple[GrantFacts, ...]:
    """Return the grants that stand on a day, by unit and account."""
    conditions, values = _narrowed(narrow)
    where = " AND ".join((STANDS, *conditions))
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE {where} ORDER BY u.name NULLS LAST, g.uscc, a.username, g.role"
    return tuple(map(_grant, rows(f"{sql} LIMIT {ALL}", {**values, "on": on})))


def of_user(user: int) -> tuple[GrantFacts, ...]:
    """Return every grant an account ever had, those that stand first."""
    order = "g.revoked_at DESC NULLS FIRST, g.id"
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE g.user_id = %(user)s ORDER BY {order}"
    return tuple(map(_grant, rows(sql, {"user": user})))


def of_organisation(uscc: str, *, on: datetime.date) -> tuple[GrantFacts, ...]:
    """Return who represents an organisation on a day, the longest first."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE g.uscc = %(uscc)s AND {STANDS} ORDER BY g.granted_at"
    return tuple(map(_grant, rows(sql, {"uscc": uscc, "on": on})))


def one(grant: int) -> GrantFacts:
    """Return one grant.

    Raises:
        NoSuchGrant: there is none of this number.
    """
    found = row(f"SELECT {COLUMNS} FROM {FROM} WHERE g.id = %(grant)s", {"grant": grant})
    if found is None:
        raise NoSuchGrant
    return _grant(found)


def steps(account: str = "", *, before: int | None = None, size: int = 100) -> tuple[StepFacts, ...]:
    """Return the steps taken, newest first: of one account or of all, before the one with the number."""
    sql = (
        "SELECT s.id, s.at, s.by, s.step, s.account, s.role, s.unit, coalesce(u.name, ''), s.uscc, s.until,"
        " s.reason FROM grant_step s LEFT JOIN unit u ON u.uscc = s.unit"
        " WHERE (%(account)s = '' OR s.account = %(account)s)"
        " AND (%(before)s::bigint IS NULL OR s.id < %(before)s) ORDER BY s.id DESC LIMIT %(size)s"
    )
    return tuple(
        StepFacts(*found) for found in rows(sql, {"account": account, "before": before, "size": size})
    )


def _narrowed(narrow: GrantFilter) -> tuple[list[str], Mapping[str, object]]:
    held = {
        "unit": "(g.unit_id = %(unit)s OR g.uscc = %(unit)s)",
        "role": "g.role = %(role)s",
        "account": "a.username = %(account)s",
    }
    values = {name: getattr(narrow, name) for name in held if getattr(narrow, name)}
    return [held[name] for name in values], values


def _grant(found: Row) -> GrantFacts:
    number, user, account, role, *facts = found
    return GrantFacts(number, user, account, Role(role), *facts)
