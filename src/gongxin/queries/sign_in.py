"""How accounts sign in: what protects each, and when each was here last."""

import datetime
from dataclasses import dataclass

from gongxin.queries.reading import row, rows

SQL = (
    "SELECT a.id, a.username, a.last_login, o.until,"
    " EXISTS (SELECT FROM mfa_authenticator f WHERE f.user_id = a.id AND f.type = 'totp'),"
    " (SELECT count(*) FROM mfa_authenticator f WHERE f.user_id = a.id AND f.type = 'webauthn')::int,"
    " EXISTS (SELECT FROM socialaccount_socialaccount s WHERE s.user_id = a.id),"
    " a.password NOT LIKE '!%%'"
    " FROM auth_user a LEFT JOIN one_time_password o ON o.user_id = a.id"
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """`one_time_until`: the password is one that an administrator made, good until then."""

    user: int
    account: str
    last_at: datetime.datetime | None
    one_time_until: datetime.datetime | None
    has_app: bool
    keys: int
    has_identity: bool
    has_password: bool

    @property
    def has_second_factor(self) -> bool:
        return self.has_app or self.keys > 0


def of_user(user: int) -> SignIn:
    """Return how one account signs in."""
    return SignIn(*rows(f"{SQL} WHERE a.id = %(user)s", {"user": user})[0])


def of_unit(unit: str) -> tuple[SignIn, ...]:
    """Return how the open accounts of a unit sign in."""
    own = "JOIN account h ON h.user_id = a.id WHERE h.unit_id = %(unit)s AND a.is_active"
    sql = f"{SQL} {own} ORDER BY a.username"
    return tuple(SignIn(*found) for found in rows(sql, {"unit": unit}))


def is_account(name: str) -> bool:
    """Say whether there is an account of this name, in whatever letters."""
    return row("SELECT 1 FROM auth_user WHERE lower(username) = lower(%(name)s)", {"name": name}) is not None
