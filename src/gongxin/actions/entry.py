"""Single entries: a record withdrawn, its tier decided."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection

from gongxin.actions import evaluation, organisation
from gongxin.actions.append import append_statement
from gongxin.actions.log import Head, writing
from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.item import Item
from gongxin.catalogue.judging import judging
from gongxin.disclosure.window import Dates, window
from gongxin.intake.repairability import ground
from gongxin.law.parameter import Parameter
from gongxin.ledger.seal import canonical
from gongxin.ledger.statement import NAMES, Statement

RECORD, WITHDRAWAL = "record", "withdrawal"


class NoSuchEntry(Exception):
    """Nothing current stands under this record."""

    def __init__(self, record: UUID) -> None:
        super().__init__(
            f"没有记录 {record}，或者它已撤回、已删除内容。请核对记录编号。"
            f" / No record {record}, or it is withdrawn or erased. Check its number."
        )


class NoReason(Exception):
    """What leaves the ledger's pages must say why."""

    def __init__(self) -> None:
        super().__init__("必须写明理由和依据。 / Give the reason, and the basis where one is asked for.")


@dataclass(frozen=True, slots=True)
class Appended:
    """What was written: sequence and where the log ends now."""

    sequence: int
    head: Head


def withdraw(record: UUID, *, reason: str, by: str) -> Appended:
    """Withdraw a record: an entry of its own supersedes it, and it shows nowhere from then on.

    Raises:
        NoSuchEntry: nothing current stands under the record.
        NoReason: without one.
    """
    if not reason.strip():
        raise NoReason
    with writing() as head:
        return Appended(head.size + 1, withdraw_on(head, record, reason=reason, by=by))


def withdraw_on(head: Head, record: UUID, *, reason: str, by: str) -> Head:
    """Withdraw a record as part of what is being written.

    Raises:
        NoSuchEntry: nothing current stands under the record.
    """
    earlier = _current(record)
    evaluation.forget(earlier.uscc)
    content = canonical({"by": by, "reason": reason})
    later = replace(_next(earlier, head), kind=WITHDRAWAL, content=content, batch=None, row=None)
    if earlier.item == organisation.REGISTRATION:
        organisation.unregister(earlier.uscc)
    return append_statement(head, hidden(later))


def classify(record: UUID, tier: Tier, *, item: Item, parameters: Mapping[str, Parameter]) -> Appended:
    """Put a record into a tier: the next version, with the windows that follow from it.

    Raises:
        NoSuchEntry: nothing current stands under the record.
    """
    with writing() as head:
        earlier = _current(record)
        evaluation.forget(earlier.uscc)
        dates = Dates(earlier.decided_on, earlier.valid_until, _ended_on(earlier, item))
        shown = window(item, tier=tier, dates=dates, parameters=parameters)
        ruled_out = _is_ruled_out(earlier, item)
        changed = replace(
            _next(earlier, head),
            tier=tier.value,
            shown_from=shown.shown_from,
            shown_until=shown.shown_until,
            repairable_on=None if ruled_out else shown.repairable_on,
            query_until=shown.query_until,
        )
        return Appended(changed.sequence, append_statement(head, changed))


def _is_ruled_out(earlier: Statement, item: Item) -> bool:
    """Say whether the law rules out the repair of the record."""
    if earlier.decided_on is None or earlier.content is None:
        return False
    known = judging(earlier.decided_on, settings.GONGXIN_CITY)
    return ground(item, known, json.loads(earlier.content), on=earlier.decided_on) is not None


def _current(record: UUID) -> Statement:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequence FROM entry WHERE record = %s AND superseded_by IS NULL AND kind = %s"
            " AND content IS NOT NULL",
            [record, RECORD],
        )
        found = cursor.fetchone()
    if found is None:
        raise NoSuchEntry(record)
    return facts(found[0])


def facts(sequence: int) -> Statement:
    """Return an entry as it was written."""
    columns = ", ".join(f'"{name}"' for name in NAMES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM entry WHERE sequence = %s", [sequence])
        return Statement(**dict(zip(NAMES, cursor.fetchone(), strict=True)))


def _next(earlier: Statement, head: Head) -> Statement:
    return replace(earlier, sequence=head.size + 1, version=earlier.version + 1, known_at=head.now)


def _ended_on(earlier: Statement, item: Item) -> date | None:
    ended_on = json.loads(earlier.content).get(item.ended_on) if item.ended_on else None
    return date.fromisoformat(ended_on) if ended_on else None


def hidden(statement: Statement) -> Statement:
    """Return the entry without any window: it shows nowhere."""
    return replace(statement, shown_from=None, shown_until=None, repairable_on=None, query_until=None)
