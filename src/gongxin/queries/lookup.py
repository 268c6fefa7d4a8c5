"""One search over everything somebody may see: organisations, records by number, batches."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import transaction

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.organisations.uscc import is_valid, normalise
from gongxin.queries import batch, entry
from gongxin.queries.batch import BatchFilter, BatchRow
from gongxin.queries.entry import shown_entry
from gongxin.queries.entry_row import COLUMNS, NAMES
from gongxin.queries.organisation import Hit, search
from gongxin.queries.reading import rows
from gongxin.queries.shown_entry import EntryFilter, NotShown, ShownEntry

SIZE = 20
SHORTEST = 2
MILLISECONDS = 3_000  # a number is looked for in the content of records, for which there is no index


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was found; `is_too_wide`: records were not looked through to the end in the time there is."""

    organisations: tuple[Hit, ...] = ()
    entries: tuple[ShownEntry, ...] = ()
    batches: tuple[BatchRow, ...] = ()
    is_too_wide: bool = False


def look_up(text: str, *, viewer: Viewer, unit: str, on: datetime.date) -> LookedUp:
    """Return what the text finds: a name, a code, a document number, a record's or a batch's number.

    `unit` narrows batches to a unit's own; empty for who may see every unit's.
    """
    typed = text.strip()[:100].replace("\x00", "")
    if len(typed) < SHORTEST:
        return LookedUp()
    organisations = search(typed, size=SIZE).hits
    batches, _ = batch.page(BatchFilter(unit=unit, text=typed), size=SIZE)
    try:
        entries, is_too_wide = _entries(typed, viewer, on), False
    except psycopg.errors.QueryCanceled:
        entries, is_too_wide = (), True
    return LookedUp(organisations, tuple(entries), batches, is_too_wide)


def _entries(typed: str, viewer: Viewer, on: datetime.date) -> Sequence[ShownEntry]:
    if record := _record(typed):
        try:
            return (entry.one(record, viewer=viewer, on=on),)
        except NotShown:
            return ()
    if is_valid(typed):
        return entry.page(EntryFilter(uscc=normalise(typed)), viewer=viewer, on=on, size=SIZE).entries
    return _by_number(typed, viewer, on)


def _record(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _by_number(typed: str, viewer: Viewer, on: datetime.date) -> Sequence[ShownEntry]:
    """Return entries whose title or document number holds the text."""
    sight = condition(viewer, on=on)
    sql = (
        f"SELECT {COLUMNS} FROM (SELECT * FROM entry e WHERE {sight.sql} AND strpos(e.content, %(typed)s) > 0"
        f" ORDER BY e.decided_on DESC NULLS LAST LIMIT %(size)s) e {NAMES}"
    )
    with transaction.atomic():
        rows(f"SELECT set_config('statement_timeout', '{MILLISECONDS}', true)")
        found = rows(sql, {**sight.values, "typed": typed, "size": 5 * SIZE})
    shown = (shown_entry(one, viewer) for one in found)
    return [one for one in shown if typed in one.document_number or typed in one.title][:SIZE]


def closed(found: Sequence[ShownEntry], *, on: datetime.date) -> tuple[ShownEntry, ...]:
    """Return those of the entries that the public would not see: to read them is a look."""
    sight = condition(Viewer.ANYONE, on=on)
    sql = f"SELECT e.sequence FROM entry e WHERE e.sequence = ANY(%(sequences)s) AND {sight.sql}"
    values = {**sight.values, "sequences": [one.sequence for one in found]}
    public = {sequence for (sequence,) in rows(sql, values)}
    return tuple(one for one in found if one.sequence not in public)
