"""Who is asking: an account, its home unit, the roles that stand, the organisations it represents."""

import datetime
from dataclasses import dataclass

from gongxin.disclosure.role import Role, UnitKind
from gongxin.queries.reading import Row, row

COLUMNS = (
    "a.id, a.username, coalesce(u.uscc, ''), coalesce(u.name, ''), coalesce(u.kind, ''),"
    " array(SELECT g.role FROM role_grant g WHERE g.user_id = a.id AND {stands}),"
    " array(SELECT g.uscc FROM role_grant g WHERE g.user_id = a.id AND g.uscc <> '' AND {stands})"
)
STANDS = "g.revoked_at IS NULL AND (g.until IS NULL OR g.until >= %(on)s)"
FROM = "auth_user a LEFT JOIN account h ON h.user_id = a.id LEFT JOIN unit u ON u.uscc = h.unit_id"


@dataclass(frozen=True, slots=True)
class Person:
    """An account and what it may do; `unit` is empty for who only represents organisations."""

    user: int
    account: str
    unit: str
    unit_name: str
    unit_kind: UnitKind | None
    roles: frozenset[Role]
    organisations: frozenset[str] = frozenset()

    def holds(self, *roles: Role) -> bool:
        """Say whether the account holds any of the roles."""
        return not self.roles.isdisjoint(roles)


def person(user: int, *, on: datetime.date) -> Person | None:
    """Return the account with what it may do on a day; None where it is closed or unknown."""
    sql = f"SELECT {person_columns()} FROM {FROM} WHERE a.id = %(user)s AND a.is_active"
    found = row(sql, {"user": user, "on": on})
    return person_of(found) if found else None


def person_columns() -> str:
    """Return the columns that `person_of` reads; the statement binds `on`."""
    return COLUMNS.format(stands=STANDS)


def person_of(found: Row) -> Person:
    user, account, unit, unit_name, kind, roles, organisations = found
    return Person(
        user,
        account,
        unit,
        unit_name,
        UnitKind(kind) if kind else None,
        frozenset(map(Role, roles)),
        frozenset(organisations),
    )
