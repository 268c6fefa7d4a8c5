"""Rows of entries that the viewer may see. Every statement about records carries the policy's condition."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import Condition, condition, marks
from gongxin.queries.cursor import after_entry, cursor_of
from gongxin.queries.reading import Row, row, rows
from gongxin.queries.shown_entry import EntryFilter, NotShown
from gongxin.queries.withdrawal import refusal

LARGEST_PAGE = 200
PLAIN = (
    "e.sequence, e.record, e.version, e.item, e.edition, e.uscc, coalesce(o.name, ''), e.unit,"
    " coalesce(u.name, ''), e.decided_on, e.valid_until, e.tier, e.shown_from, e.shown_until,"
    " e.repairable_on, e.query_until, e.known_at, e.is_late, e.disclosure, e.content"
)
COLUMNS = f"{PLAIN}, {marks().format(e='e')}"
COLUMNS_THEN = f"{PLAIN}, {marks(then=True).format(e='e')}"  # as was known at the moment `known_at`
SEQUENCE, ITEM, EDITION, DECIDED_ON, CONTENT = 0, 3, 4, 9, 19
MARKS = 20
DATES = (9, 12, 13, 15)  # decided_on, shown_from, shown_until, query_until
NAMES = "LEFT JOIN organisation o ON o.uscc = e.uscc LEFT JOIN unit u ON u.uscc = e.unit"
NEWEST_FIRST = "ORDER BY e.decided_on DESC, e.sequence DESC"
NARROWING = {
    "item": "e.item = %(item)s",
    "unit": "e.unit = %(unit)s",
    "uscc": "e.uscc = %(uscc)s",
    "decided_from": "e.decided_on >= %(decided_from)s",
    "decided_to": "e.decided_on <= %(decided_to)s",
}


def columns(sight: Condition) -> str:
    """Return what is read of an entry under the condition, whose values the statement binds."""
    return COLUMNS_THEN if "known_at" in sight.values else COLUMNS


def find(
    record: UUID, *, viewer: Viewer, on: datetime.date, known_at: datetime.datetime | None = None
) -> Row:
    """Return the record's version that stands, or stood at that moment.

    Raises:
        NotShown: there is none, or the viewer may not see it; Withdrawn where that is why.
    """
    sight = condition(viewer, on=on, known_at=known_at)
    sql = f"SELECT {columns(sight)} FROM entry e {NAMES} WHERE e.record = %(record)s AND {sight.sql}"
    found = row(sql, {**sight.values, "record": record}, prepare=True)
    if found is None:
        raise refusal(record, viewer=viewer, on=on) if known_at is None else NotShown(record)
    return found


def find_page(
    narrow: EntryFilter, *, viewer: Viewer, on: datetime.date, after: str | None, size: int
) -> tuple[Sequence[Row], str | None]:
    """Return one page, newest decision first, and the cursor of the next.

    Raises:
        InvalidCursor: `after` is not a cursor given out by an earlier page.
    """
    size = max(1, min(size, LARGEST_PAGE))
    where = _narrowed(narrow, condition(viewer, on=on, known_at=narrow.known_at), after)
    # Two indexes in order, one of what stands and one of what stood before, serve better than none of both.
    parts = (
        ("true",) if narrow.known_at is None else ("e.superseded_by IS NULL", "e.superseded_by IS NOT NULL")
    )
    found_in = " UNION ALL ".join(
        f"(SELECT * FROM entry e WHERE {part} AND {where.sql} {NEWEST_FIRST} LIMIT %(size)s)"
        for part in parts
    )
    sql = (
        f"SELECT {columns(where)} FROM (SELECT * FROM ({found_in}) e {NEWEST_FIRST} LIMIT %(size)s) e"
        f" {NAMES} {NEWEST_FIRST}"
    )
    found = rows(sql, {**where.values, "size": size + 1})
    last = found[size - 1] if len(found) > size else None
    return found[:size], cursor_of(last[DECIDED_ON], last[SEQUENCE]) if last else None


def _narrowed(narrow: EntryFilter, sight: Condition, after: str | None) -> Condition:
    parts, values = [sight.sql, "e.decided_on <= %(on)s"], dict(sight.values)  # where the index begins
    for name, text in NARROWING.items():
        if value := getattr(narrow, name):
            parts.append(text)
            values[name] = value
    if after:
        values["day"], values["sequence"] = after_entry(after)
        parts.append("(e.decided_on, e.sequence) < (%(day)s, %(sequence)s)")
    return Condition(" AND ".join(parts), values)


def find_of_organisation(
    uscc: str,
    *,
    viewer: Viewer,
    on: datetime.date,
    per_item: int,
    known_at: datetime.datetime | None = None,
) -> Sequence[Row]:
    """Return the newest entries about an organisation, at most `per_item` of each item."""
    sight = condition(viewer, on=on, known_at=known_at)
    sql = (
        f"SELECT {columns(sight)} FROM (SELECT *, row_number() OVER"
        " (PARTITION BY item ORDER BY decided_on DESC NULLS LAST, sequence DESC) AS place"
        f" FROM entry e WHERE e.uscc = %(uscc)s AND {sight.sql}) e {NAMES}"
        " WHERE e.place <= %(per_item)s ORDER BY e.decided_on DESC NULLS LAST, e.sequence DESC"
    )
    return rows(sql, {**sight.values, "uscc": uscc, "per_item": per_item}, prepare=True)
