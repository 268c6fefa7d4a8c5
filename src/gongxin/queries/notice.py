"""Notices as their addressee reads them, with what became of them."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongxin.disclosure.notice_kind import Addressee, NoticeKind, ValueOfNotice, notice_kind, notice_kinds
from gongxin.disclosure.role import Role
from gongxin.queries.reading import Row, row, rows

PAGE = 50
COLUMNS = "n.id, n.kind, n.values, n.about, n.made_at, n.opened_at, n.opened_by"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a notice on one way out: `channel` email or webhook; the fault of the last attempt."""

    channel: str
    address: str
    made_at: datetime.datetime
    sent_at: datetime.datetime | None
    attempts: int
    is_given_up: bool
    fault: str


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """One message; `sent` is filled in where one is read alone."""

    id: UUID
    kind: NoticeKind
    values: Mapping[str, ValueOfNotice]
    about: UUID | None
    made_at: datetime.datetime
    opened_at: datetime.datetime | None
    opened_by: str
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True)
class AddressedNotice:
    """A notice of a case: the number and ledger entry of the step that owed it, and who it went to."""

    number: int
    sequence: int
    code: str
    name: str
    notice: NoticeFacts


class NoSuchNotice(Exception):
    """There is no such message for this reader."""

    def __init__(self, notice: UUID) -> None:
        super().__init__(
            f"没有这条消息：{notice}。请回到消息列表。 / No such message: {notice}. See the list."
        )


def unread_of_organisation(uscc: str) -> int:
    found = row("SELECT count(*) FROM notice WHERE uscc = %(uscc)s AND opened_at IS NULL", {"uscc": uscc})
    return int(found[0]) if found else 0


def of_organisation(uscc: str, *, size: int = PAGE, skip: int = 0) -> tuple[NoticeFacts, ...]:
    """Return the organisation's messages, newest first."""
    sql = (
        f"SELECT {COLUMNS} FROM notice n WHERE n.uscc = %(uscc)s"
        " ORDER BY n.made_at DESC, n.id LIMIT %(size)s OFFSET %(skip)s"
    )
    return _facts(rows(sql, {"uscc": uscc, "size": size, "skip": skip}))


def of_unit(unit: str, roles: frozenset[Role], *, size: int = PAGE, skip: int = 0) -> tuple[NoticeFacts, ...]:
    """Return the unit's messages for somebody with these roles, newest first."""
    sql = (
        f"SELECT {COLUMNS} FROM notice n WHERE n.unit = %(unit)s AND n.kind = ANY(%(kinds)s)"
        " ORDER BY n.made_at DESC, n.id LIMIT %(size)s OFFSET %(skip)s"
    )
    return _facts(rows(sql, {"unit": unit, "kinds": kinds_for(roles), "size": size, "skip": skip}))


def unread_of_unit(unit: str, roles: frozenset[Role]) -> int:
    sql = "SELECT count(*) FROM notice WHERE unit = %(unit)s AND kind = ANY(%(kinds)s) AND opened_at IS NULL"
    found = row(sql, {"unit": unit, "kinds": kinds_for(roles)})
    return int(found[0]) if found else 0


def kinds_for(roles: frozenset[Role]) -> list[str]:
    return sorted(
        kind.code for kind in notice_kinds().values() if kind.to is Addressee.UNIT and kind.roles & roles
    )


def one_of_organisation(notice: UUID, uscc: str) -> NoticeFacts:
    """Return one message with its deliveries.

    Raises:
        NoSuchNotice: it is not this organisation's.
    """
    found = row(
        f"SELECT {COLUMNS} FROM notice n WHERE n.id = %(id)s AND n.uscc = %(uscc)s",
        {"id": notice, "uscc": uscc},
    )
    if found is None:
        raise NoSuchNotice(notice)
    return _one(found, _sent(notice))


def one_of_unit(notice: UUID, unit: str, roles: frozenset[Role]) -> NoticeFacts:
    """Return one message of the unit.

    Raises:
        NoSuchNotice: it is not this unit's, or is for other roles.
    """
    sql = (
        f"SELECT {COLUMNS} FROM notice n"
        " WHERE n.id = %(id)s AND n.unit = %(unit)s AND n.kind = ANY(%(kinds)s)"
    )
    found = row(sql, {"id": notice, "unit": unit, "kinds": kinds_for(roles)})
    if found is None:
        raise NoSuchNotice(notice)
    return _one(found)


def of_case(case: UUID) -> tuple[AddressedNotice, ...]:
    """Return every notice that the steps of a case owed, with its addressee and what became of it."""
    sql = (
        f"SELECT s.number, s.sequence, coalesce(nullif(n.uscc, ''), n.unit), coalesce(o.name, u.name, ''),"
        f" {COLUMNS} FROM case_step s JOIN notice n ON n.about = s.id"
        " LEFT JOIN organisation o ON o.uscc = n.uscc LEFT JOIN unit u ON u.uscc = n.unit"
        " WHERE s.case_id = %(case)s ORDER BY s.number, n.kind, n.unit"
    )
    return tuple(
        AddressedNotice(number, sequence, code, name, _one(found, _sent(found[0])))
        for number, sequence, code, name, *found in rows(sql, {"case": case})
    )


def _sent(notice: UUID) -> tuple[Sent, ...]:
    sql = (
        "SELECT c.channel, c.address, b.made_at, b.sent_at, b.attempts,"
        " b.sent_at IS NULL AND b.next_at IS NULL, b.fault"
        " FROM outbox b JOIN contact c ON c.id = b.contact_id"
        " WHERE b.notice_id = %(notice)s ORDER BY c.channel, b.made_at"
    )
    return tuple(Sent(*found) for found in rows(sql, {"notice": notice}))


def _facts(found: Sequence[Row]) -> tuple[NoticeFacts, ...]:
    return tuple(_one(one) for one in found)


def _one(found: Sequence[Any], sent: tuple[Sent, ...] = ()) -> NoticeFacts:
    identity, kind, values, about, made_at, opened_at, opened_by = found
    given = json.loads(values)
    return NoticeFacts(identity, notice_kind(kind), given, about, made_at, opened_at, opened_by, sent)
