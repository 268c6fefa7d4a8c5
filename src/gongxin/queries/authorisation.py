"""Authorisations: what an organisation gave, what a unit may see, and what is in force this very moment."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from gongxin.disclosure.authorisation import (
    Authorisation,
    AuthorisationState,
    NotAuthorised,
    items_opened,
)
from gongxin.queries.reading import Row, rows

COLUMNS = (
    "a.id, a.uscc, coalesce(o.name, ''), a.recipient, coalesce(u.name, ''), coalesce(u.kind, ''), a.items,"
    " a.purpose, a.valid_from, a.valid_until, a.letter, a.letter_kind, a.given_by, a.given_at,"
    " a.confirmed_by, a.confirmed_at, a.revoked_by, a.revoked_at, a.revoked_because, a.sequence,"
    " w.uses, w.last"
)
USES = (
    "SELECT q.asked_at AS at FROM authorised_query q WHERE q.uscc = a.uscc AND a.id = ANY(q.authorisations)"
    " UNION ALL SELECT d.looked_up_at FROM delivered_organisation d"
    " WHERE d.uscc = a.uscc AND a.id = ANY(d.authorisations)"
)
FROM = (
    "authorisation a LEFT JOIN organisation o ON o.uscc = a.uscc LEFT JOIN unit u ON u.uscc = a.recipient"
    f" CROSS JOIN LATERAL (SELECT count(*) AS uses, max(at) AS last FROM ({USES}) used) w"
)


@dataclass(frozen=True, slots=True)
class AuthorisationFacts:
    """An authorisation with its state on the day asked and how often it was used.

    `letter` is the SHA-256 of the signed letter it was entered from, empty where it was given at the desk.
    """

    id: UUID
    uscc: str
    organisation: str
    recipient: str
    recipient_name: str
    recipient_kind: str
    items: tuple[str, ...]
    purpose: str
    valid_from: datetime.date
    valid_until: datetime.date
    letter: str
    letter_kind: str
    given_by: str
    given_at: datetime.datetime
    confirmed_by: str
    confirmed_at: datetime.datetime | None
    revoked_by: str
    revoked_at: datetime.datetime | None
    revoked_because: str
    sequence: int | None
    uses: int
    last_used_at: datetime.datetime | None
    state: AuthorisationState

    @property
    def is_open(self) -> bool:
        """Whether there is still something to revoke."""
        return self.state in (AuthorisationState.IN_FORCE, AuthorisationState.COMING)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a unit may see of an organisation today, and the authorisations that say so."""

    uscc: str
    recipient: str
    items: frozenset[str]
    authorisations: tuple[UUID, ...]
    purpose: str


class UnknownAuthorisation(Exception):
    """There is no such authorisation, or it is somebody else's: the answer is the same."""

    def __init__(self, authorisation: object) -> None:
        super().__init__(
            f"没有授权 {authorisation}。请在授权列表中查看。"
            f" / No authorisation {authorisation}. See the list of authorisations."
        )


def of_organisation(uscc: str, *, on: datetime.date) -> tuple[AuthorisationFacts, ...]:
    """Return everything the organisation ever gave or was entered for it, newest first."""
    return _found("a.uscc = %(uscc)s", {"uscc": uscc}, on)


def of_recipient(unit: str, *, on: datetime.date) -> tuple[AuthorisationFacts, ...]:
    """Return what was given to the unit and confirmed, newest first."""
    return _found("a.recipient = %(unit)s AND a.confirmed_at IS NOT NULL", {"unit": unit}, on)


def by_letter(*, on: datetime.date, size: int = 100) -> tuple[AuthorisationFacts, ...]:
    """Return those entered from letters, first the ones that wait for a second person."""
    found = _found("a.letter <> ''", {}, on, size=size)
    return tuple(sorted(found, key=lambda one: one.state is not AuthorisationState.AWAITING))


def one(authorisation: UUID, *, on: datetime.date) -> AuthorisationFacts:
    """Return one authorisation.

    Raises:
        UnknownAuthorisation: there is none.
    """
    found = _found("a.id = %(id)s", {"id": authorisation}, on)
    if not found:
        raise UnknownAuthorisation(authorisation)
    return found[0]


def valid(uscc: str, *, recipient: str, items: Iterable[str] = (), on: datetime.date) -> Opened:
    """Return what the unit may see of the organisation; `items` empty asks for all of it.

    Raises:
        NotAuthorised: nothing is open to the unit, or not every item that was asked for.
    """
    (opened,) = opened_of([uscc], recipient=recipient, on=on) or (None,)
    wanted = frozenset(items)
    if opened is None:
        raise NotAuthorised(uscc)
    if missing := wanted - opened.items:
        raise NotAuthorised(uscc, missing)
    return Opened(uscc, recipient, wanted or opened.items, opened.authorisations, opened.purpose)


def opened_of(codes: Iterable[str], *, recipient: str, on: datetime.date) -> tuple[Opened, ...]:
    """Return what is open to the unit of these organisations; those that opened nothing are left out."""
    sql = (
        "SELECT id, uscc, recipient, items, purpose, valid_from, valid_until FROM authorisation"
        " WHERE uscc = ANY(%(codes)s) AND recipient = %(recipient)s"
        " AND confirmed_at IS NOT NULL AND revoked_at IS NULL ORDER BY given_at"
    )
    given: dict[str, dict[UUID, Authorisation]] = {}
    for id_, uscc, unit, items, purpose, first, last in rows(
        sql, {"codes": list(codes), "recipient": recipient}
    ):
        found = Authorisation(uscc, unit, frozenset(items), purpose, first, last)
        if found.is_in_force(on):
            given.setdefault(uscc, {})[id_] = found
    return tuple(
        Opened(
            uscc,
            recipient,
            items_opened(found.values(), uscc=uscc, recipient=recipient, on=on),
            tuple(found),
            "；".join(dict.fromkeys(one.purpose for one in found.values())),
        )
        for uscc, found in given.items()
    )


def _found(
    where: str, values: Mapping[str, object], on: datetime.date, *, size: int = 1000
) -> tuple[AuthorisationFacts, ...]:
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE {where} ORDER BY a.given_at DESC, a.id LIMIT %(size)s"
    return tuple(_facts(found, on) for found in rows(sql, {**values, "size": size}))


def _facts(found: Row, on: datetime.date) -> AuthorisationFacts:
    facts = list(found)
    facts[6] = tuple(found[6])
    told = Authorisation(
        uscc=found[1],
        recipient=found[3],
        items=frozenset(found[6]),
        purpose=found[7],
        valid_from=found[8],
        valid_until=found[9],
        is_confirmed=found[15] is not None,
        is_revoked=found[17] is not None,
    )
    return AuthorisationFacts(*[*facts, told.state(on)])
