"""Accounts as those see them who manage them."""

import datetime
from dataclasses import dataclass
from typing import Any

from gongxin.disclosure.role import Role
from gongxin.queries.person import STANDS
from gongxin.queries.reading import Row, row, rows

COLUMNS = (
    "a.id, a.username, coalesce(u.uscc, ''), coalesce(u.name, ''), coalesce(u.kind, ''), a.is_active,"
    " a.date_joined, a.last_login,"
    f" array(SELECT g.role FROM role_grant g WHERE g.user_id = a.id AND {STANDS} ORDER BY g.id)"
)
FROM = "auth_user a LEFT JOIN account h ON h.user_id = a.id LEFT JOIN unit u ON u.uscc = h.unit_id"


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account; `roles` are those that stand."""

    user: int
    account: str
    unit: str
    unit_name: str
    unit_kind: str
    is_active: bool
    added_at: datetime.datetime
    last_signed_in_at: datetime.datetime | None
    roles: tuple[Role, ...]


class UnknownAccount(Exception):
    """There is no such account, or not for the one who asks."""

    def __init__(self) -> None:
        super().__init__("没有这个账号，或者它不归您管理。 / No such account, or it is not yours to manage.")


def of_unit(unit: str, *, on: datetime.date) -> tuple[AccountFacts, ...]:
    """Return the accounts of a unit, the open ones first."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE u.uscc = %(unit)s ORDER BY a.is_active DESC, a.username"
    return tuple(map(_account, rows(sql, {"unit": unit, "on": on})))


def one(user: int, *, unit: str | None, on: datetime.date) -> AccountFacts:
    """Return one account of staff; `unit` narrows to those of one unit.

    Raises:
        UnknownAccount: there is none, or it belongs to another unit.
    """
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE a.id = %(user)s AND u.uscc IS NOT NULL"
    found = row(sql, {"user": user, "on": on})
    if found is None or unit not in (None, found[2]):
        raise UnknownAccount
    return _account(found)


def _account(found: Row) -> AccountFacts:
    facts: list[Any] = [*found[:-1], tuple(map(Role, found[-1]))]
    return AccountFacts(*facts)
