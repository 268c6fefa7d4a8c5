"""Programs of units: whom a secret or an access token stands for, and those a unit has."""

import datetime
from dataclasses import dataclass

from gongxin.disclosure.role import UnitKind
from gongxin.disclosure.scope import Scope
from gongxin.queries.reading import Row, row, rows

WHO = "c.id, u.uscc, u.name, u.kind"
FROM = "client c JOIN unit u ON u.uscc = c.unit_id"


@dataclass(frozen=True, slots=True)
class Client:
    """A program that was let in; to operations it looks like a person with a token."""

    account: str
    unit: str
    unit_name: str
    unit_kind: UnitKind
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class Bearer:
    """`certificate`: what the program has to show beside the token; empty where nothing."""

    id: str
    client: Client
    certificate: str


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """A program as the unit's administrator sees it. `secrets_until`: when each good secret ends."""

    id: str
    label: str
    scopes: tuple[Scope, ...]
    certificate: str
    created_at: datetime.datetime
    created_by: str
    last_used_at: datetime.datetime | None
    revoked_at: datetime.datetime | None
    secrets_until: tuple[datetime.datetime | None, ...]


def known(client: str) -> Bearer | None:
    """Return a program by name with all it may do; None where it is unknown or ended."""
    sql = (
        f"SELECT {WHO}, c.scopes, c.certificate FROM {FROM} WHERE c.id = %(client)s AND c.revoked_at IS NULL"
    )
    found = row(sql, {"client": client})
    return _bearer(found) if found else None


def has_secret(client: str, digest: bytes, *, at: datetime.datetime) -> bool:
    """Say whether a secret is one of the program's and still good."""
    sql = (
        "SELECT 1 FROM client_secret WHERE digest = %(digest)s AND client_id = %(client)s"
        " AND (valid_until IS NULL OR valid_until > %(at)s)"
    )
    return row(sql, {"client": client, "digest": digest, "at": at}) is not None


def bearer(digest: bytes, *, at: datetime.datetime) -> Bearer | None:
    """Return whom an access token stands for; None where it is unknown, over, or its program ended."""
    sql = (
        f"SELECT {WHO}, t.scopes, t.certificate FROM client_token t JOIN ({FROM}) ON c.id = t.client_id"
        " WHERE t.digest = %(digest)s AND t.expires_at > %(at)s AND c.revoked_at IS NULL"
    )
    found = row(sql, {"digest": digest, "at": at})
    return _bearer(found) if found else None


def of_unit(unit: str, *, at: datetime.datetime) -> tuple[ClientFacts, ...]:
    """Return the unit's programs, newest first, those that ended last."""
    sql = (
        "SELECT c.id, c.label, c.scopes, c.certificate, c.created_at, c.created_by, c.last_used_at,"
        " c.revoked_at,"
        " array(SELECT s.valid_until FROM client_secret s WHERE s.client_id = c.id"
        " AND (s.valid_until IS NULL OR s.valid_until > %(at)s) ORDER BY s.created_at)"
        " FROM client c WHERE c.unit_id = %(unit)s ORDER BY c.revoked_at IS NOT NULL, c.created_at DESC"
    )
    return tuple(_facts(found) for found in rows(sql, {"unit": unit, "at": at}))


def _bearer(found: Row) -> Bearer:
    client, unit, unit_name, kind, scopes, certificate = found
    held = frozenset(map(Scope, scopes.split()))
    return Bearer(client, Client(f"client:{client}", unit, unit_name, UnitKind(kind), held), certificate)


def _facts(found: Row) -> ClientFacts:
    client, label, scopes, certificate, created_at, created_by, used_at, revoked_at, until = found
    held = tuple(map(Scope, scopes.split()))
    return ClientFacts(
        client, label, held, certificate, created_at, created_by, used_at, revoked_at, tuple(until)
    )
