"""Government queries as who made them sees them again: what was asked, the answer while kept, the receipt."""

import datetime
import json
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID
from zlib import decompress, decompressobj

from gongxin.law.label import Label
from gongxin.queries.matter import matter_name
from gongxin.queries.reading import row, rows

PIECE = 64 * 1024  # bytes of a packed answer
COLUMNS = (
    'q.id, q.unit, q.account, q.channel, q.matter, q.edition, q.purpose, q.case_number, q."on", q.state,'
    " q.received_at, q.answered_at, q.rows, q.done, q.organisations, q.found, q.sequence_from, q.sequence_to,"
    " q.log_size, q.answer <> ''"
)


@dataclass(frozen=True, slots=True)
class QueryFacts:
    """A query. States: received, answered. `has_answer` ends when the answer is no longer kept."""

    id: UUID
    unit: str
    account: str
    channel: str
    matter: str
    edition: str
    purpose: str
    case_number: str
    on: datetime.date
    state: str
    received_at: datetime.datetime
    answered_at: datetime.datetime | None
    rows: int
    done: int
    organisations: int
    found: int
    sequence_from: int | None
    sequence_to: int | None
    log_size: int | None
    has_answer: bool

    @property
    def is_answered(self) -> bool:
        return self.state == "answered"

    @property
    def matter_name(self) -> Label:
        return matter_name(self.matter)


class UnknownQuery(Exception):
    """The account made no such query."""

    def __init__(self, query: object) -> None:
        super().__init__(
            f"没有查询 {query}，或者它不是您的账号提出的。请在查询列表中查看。"
            f" / No query {query}, or another account made it. See your list of queries."
        )


class AnswerNotKept(Exception):
    """The answer's time is over, or something in it was erased by law."""

    def __init__(self) -> None:
        super().__init__(
            "该查询的结果已不再保存，凭证和查询记录仍可查看。如仍需要，请重新查询。"
            " / This answer is no longer kept; its receipt and its place in the log are. Ask again if needed."
        )


def one(query: UUID, *, account: str) -> QueryFacts:
    """Return a query of the account.

    Raises:
        UnknownQuery: there is none, or somebody else made it: an answer is for whoever asked.
    """
    sql = f"SELECT {COLUMNS} FROM query q WHERE q.id = %(id)s AND q.account = %(account)s"
    found = row(sql, {"id": query, "account": account})
    if found is None:
        raise UnknownQuery(query)
    return QueryFacts(*found)


def of_account(account: str, *, unit: str, size: int = 50) -> tuple[QueryFacts, ...]:
    """Return the newest queries of an account."""
    sql = (
        f"SELECT {COLUMNS} FROM query q WHERE q.account = %(account)s AND q.unit = %(unit)s"
        " ORDER BY q.received_at DESC LIMIT %(size)s"
    )
    found = rows(sql, {"account": account, "unit": unit, "size": size})
    return tuple(QueryFacts(*one_row) for one_row in found)


def head(query: UUID) -> Mapping[str, Any]:
    """Return what the kept answer says of the query as a whole, with its rows.

    Raises:
        AnswerNotKept: it is not kept any more.
    """
    kept: Mapping[str, Any] = json.loads(decompress(_part(query, 1)))
    return kept


def about(query: UUID, line: int) -> Mapping[str, Any]:
    """Return the kept answer about one organisation; its row names the line, from 1 on.

    Raises:
        AnswerNotKept: it is not kept any more.
    """
    return next(islice(organisations(query), line - 1, None))


def organisations(query: UUID) -> Iterator[Mapping[str, Any]]:
    """Yield the kept answers about every organisation, in the order of their first rows.

    Raises:
        AnswerNotKept: they are not kept any more.
    """
    packed, unpacker, rest = _part(query, 2), decompressobj(), b""
    for start in range(0, len(packed), PIECE):
        *lines, rest = (rest + unpacker.decompress(packed[start : start + PIECE])).split(b"\n")
        yield from map(json.loads, lines)


def left_waiting(*, before: datetime.datetime, rows_above: int) -> tuple[UUID, ...]:
    """Return the queued queries that were received before a moment and are not answered."""
    sql = (
        "SELECT id FROM query WHERE state = 'received' AND received_at < %(before)s AND rows > %(rows)s"
        " ORDER BY received_at"
    )
    return tuple(number for (number,) in rows(sql, {"before": before, "rows": rows_above}))


def _part(query: UUID, number: int) -> bytes:
    """Return the first part of the kept answer, about the query, or the second, about organisations."""
    sql = "SELECT split_part(answer, E'\\n', %(number)s), answer <> '' FROM query WHERE id = %(id)s"
    found = row(sql, {"id": query, "number": number})
    if found is None:
        raise UnknownQuery(query)
    if not found[1]:
        raise AnswerNotKept
    return b64decode(found[0])


def receipt(query: UUID) -> str:
    """Return the signed receipt; empty where no organisation was looked at."""
    found = row("SELECT receipt FROM query WHERE id = %(id)s", {"id": query})
    if found is None:
        raise UnknownQuery(query)
    return str(found[0])


def waiting(query: UUID) -> tuple[QueryFacts, Sequence[Sequence[Any]]]:
    """Return a query, by whomever, and its rows: row, code, fault, given."""
    found = row(f"SELECT {COLUMNS}, q.asked FROM query q WHERE q.id = %(id)s", {"id": query})
    if found is None:
        raise UnknownQuery(query)
    return QueryFacts(*found[:-1]), json.loads(found[-1])
