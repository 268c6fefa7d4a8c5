"""Accounts locked out after failed sign-ins. Axes keeps the attempts, under the name in small letters."""

import datetime
from dataclasses import dataclass
from math import ceil

from gongxin.queries.reading import row, rows


@dataclass(frozen=True, slots=True)
class Lockout:
    """An account that an address may not try again before `until`."""

    address: str
    failures: int
    until: datetime.datetime


def minutes_locked(account: str, address: str, rest: datetime.timedelta, *, at: datetime.datetime) -> int:
    """Return how many minutes an address has to wait with an account; 1 at least."""
    sql = (
        "SELECT max(attempt_time) FROM axes_accessattempt"
        " WHERE username = %(account)s AND ip_address = %(address)s::inet"
    )
    found = row(sql, {"account": account, "address": address})
    last = found[0] if found and found[0] else at
    return max(1, ceil((last + rest - at).total_seconds() / 60))


def of_account(
    account: str, *, limit: int, rest: datetime.timedelta, at: datetime.datetime
) -> tuple[Lockout, ...]:
    """Return from where an account is locked out at this moment."""
    sql = (
        "SELECT host(ip_address), sum(failures_since_start)::int, max(attempt_time) + %(rest)s"
        " FROM axes_accessattempt WHERE username = %(account)s AND attempt_time > %(at)s - %(rest)s"
        " GROUP BY ip_address HAVING sum(failures_since_start) >= %(limit)s ORDER BY 3 DESC"
    )
    given = {"account": account.casefold(), "limit": limit, "rest": rest, "at": at}
    return tuple(Lockout(*found) for found in rows(sql, given))
