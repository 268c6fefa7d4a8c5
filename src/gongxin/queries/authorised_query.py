"""Queries made on authorisations, answered and refused: for the organisation, the recipient and auditors."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from gongxin.queries.reading import Row, row, rows

LARGEST_PAGE = 200
COLUMNS = (
    "q.id, q.uscc, coalesce(o.name, ''), q.recipient, coalesce(u.name, ''), q.by, q.channel, q.items,"
    " q.purpose, q.authorisations, q.asked_at, q.outcome, q.sequence, q.answer, q.receipt, q.request"
)
FROM = (
    "authorised_query q LEFT JOIN organisation o ON o.uscc = q.uscc LEFT JOIN unit u ON u.uscc = q.recipient"
)


@dataclass(frozen=True, slots=True)
class AuthorisedQueryFacts:
    """A query; `outcome` is answered or refused. `sequence` is the place of its look in the ledger.

    `by` is empty where the reader is not to know the account.
    """

    id: UUID
    uscc: str
    organisation: str
    recipient: str
    recipient_name: str
    by: str
    channel: str
    items: tuple[str, ...]
    purpose: str
    authorisations: tuple[UUID, ...]
    asked_at: datetime.datetime
    outcome: str
    sequence: int | None
    answer: str
    receipt: str
    request: str

    @property
    def is_refused(self) -> bool:
        return self.outcome == "refused"


class UnknownQuery(Exception):
    """The unit made no such query."""

    def __init__(self, query: object) -> None:
        super().__init__(
            f"本单位没有查询 {query}。请在查询记录中查看。 / This unit made no query {query}; see its list."
        )


@dataclass(frozen=True, slots=True)
class QueryFilter:
    """Empty values do not narrow."""

    recipient: str = ""
    uscc: str = ""
    outcome: str = ""
    before: datetime.datetime | None = None


NARROWING = {
    "recipient": "q.recipient = %(recipient)s",
    "uscc": "q.uscc = %(uscc)s",
    "outcome": "q.outcome = %(outcome)s",
    "before": "q.asked_at < %(before)s",
}


def page(narrow: QueryFilter, *, size: int = 50) -> tuple[AuthorisedQueryFacts, ...]:
    """Return queries as an auditor reads them, newest first."""
    return _found(narrow, size, column="q.by")


def of_organisation(uscc: str, *, size: int = 100) -> tuple[AuthorisedQueryFacts, ...]:
    """Return the queries about an organisation as it may know them itself: every one, without the account."""
    return _found(QueryFilter(uscc=uscc), size, column="''")


def of_recipient(unit: str, *, size: int = 50) -> tuple[AuthorisedQueryFacts, ...]:
    return _found(QueryFilter(recipient=unit), size, column="q.by")


def one(query: UUID, *, recipient: str) -> AuthorisedQueryFacts:
    """Return one of the unit's queries.

    Raises:
        UnknownQuery: the unit made none of this number.
    """
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE q.id = %(id)s AND q.recipient = %(recipient)s"
    found = row(sql, {"id": query, "recipient": recipient})
    if found is None:
        raise UnknownQuery(query)
    return _facts(found)


def by_key(key: str, *, recipient: str) -> AuthorisedQueryFacts | None:
    """Return the query that a unit made under a key, if it made one."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE q.key = %(key)s AND q.recipient = %(recipient)s"
    found = row(sql, {"key": key, "recipient": recipient}) if key else None
    return _facts(found) if found else None


def _found(narrow: QueryFilter, size: int, *, column: str) -> tuple[AuthorisedQueryFacts, ...]:
    parts: list[str] = ["true"]
    values: dict[str, object] = {"size": max(1, min(size, LARGEST_PAGE))}
    for name, text in NARROWING.items():
        if value := getattr(narrow, name):
            parts.append(text)
            values[name] = value
    columns = COLUMNS.replace("q.by", column)
    sql = (
        f"SELECT {columns} FROM {FROM} WHERE {' AND '.join(parts)}"
        " ORDER BY q.asked_at DESC, q.id LIMIT %(size)s"
    )
    return tuple(_facts(found) for found in rows(sql, values))


def _facts(found: Row) -> AuthorisedQueryFacts:
    facts = list(found)
    facts[7], facts[9] = tuple(found[7]), tuple(found[9])
    return AuthorisedQueryFacts(*facts)
