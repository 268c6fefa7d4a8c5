"""Entries, as far as the viewer may see them. Every statement here carries the policy's condition."""

import datetime
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import Condition, condition
from gongxin.queries.cursor import after_entry, cursor_of
from gongxin.queries.item import item_of, readable, shown_fields, visible_fields
from gongxin.queries.reading import Row, row, rows
from gongxin.queries.shown_entry import EntryFilter, EntryPage, NotShown, ShownEntry, VersionFacts

PER_ITEM = 50
LARGEST_PAGE = 200
COLUMNS = (
    "e.sequence, e.record, e.version, e.item, e.edition, e.uscc, coalesce(o.name, ''), e.unit,"
    " coalesce(u.name, ''), e.decided_on, e.valid_until, e.tier, e.shown_from, e.shown_until,"
    " e.repairable_on, e.query_until, e.known_at, e.is_late, e.disclosure, e.content"
)
NAMES = "LEFT JOIN organisation o ON o.uscc = e.uscc LEFT JOIN unit u ON u.uscc = e.unit"
NARROWING = {
    "item": "e.item = %(item)s",
    "unit": "e.unit = %(unit)s",
    "uscc": "e.uscc = %(uscc)s",
    "decided_from": "e.decided_on >= %(decided_from)s",
    "decided_to": "e.decided_on <= %(decided_to)s",
}


def one(record: UUID, *, viewer: Viewer, on: datetime.date) -> ShownEntry:
    """Return the record's standing version.

    Raises:
        NotShown: there is none, or the viewer may not see it.
    """
    sight = condition(viewer, on=on)
    sql = f"SELECT {COLUMNS} FROM entry e {NAMES} WHERE e.record = %(record)s AND {sight.sql}"
    found = row(sql, {**sight.values, "record": record})
    if found is None:
        raise NotShown(record)
    return shown_entry(found, viewer, on)


def history(record: UUID, *, viewer: Viewer, on: datetime.date) -> tuple[VersionFacts, ...]:
    """Return the versions of a record that the viewer may see, newest first; without what they said.

    Raises:
        NotShown: the viewer may not see the standing version.
    """
    sight = condition(viewer, on=on)
    sql = (
        "SELECT v.sequence, v.version, v.kind, v.edition, v.known_at FROM entry v WHERE v.record = %(record)s"
        f" AND EXISTS (SELECT FROM entry e WHERE e.record = %(record)s AND {sight.sql})"
        " ORDER BY v.version DESC"
    )
    found = rows(sql, {**sight.values, "record": record})
    if not found:
        raise NotShown(record)
    return tuple(VersionFacts(*version) for version in found)


def of_organisation(uscc: str, *, viewer: Viewer, on: datetime.date) -> tuple[ShownEntry, ...]:
    """Return the newest entries about an organisation, at most PER_ITEM of each item."""
    sight = condition(viewer, on=on)
    sql = (
        f"SELECT {COLUMNS} FROM (SELECT *, row_number() OVER"
        " (PARTITION BY item ORDER BY decided_on DESC NULLS LAST, sequence DESC) AS place"
        f" FROM entry e WHERE e.uscc = %(uscc)s AND {sight.sql}) e {NAMES}"
        f" WHERE e.place <= {PER_ITEM} ORDER BY e.decided_on DESC NULLS LAST, e.sequence DESC"
    )
    return tuple(shown_entry(found, viewer, on) for found in rows(sql, {**sight.values, "uscc": uscc}))


def counts_of_organisation(uscc: str, *, viewer: Viewer, on: datetime.date) -> Mapping[str, int]:
    """Return how many entries of each item the viewer may see, shown or capped."""
    sight = condition(viewer, on=on)
    sql = f"SELECT e.item, count(*) FROM entry e WHERE e.uscc = %(uscc)s AND {sight.sql} GROUP BY e.item"
    return Counter(dict(rows(sql, {**sight.values, "uscc": uscc})))


def page(
    narrow: EntryFilter, *, viewer: Viewer, on: datetime.date, after: str | None = None, size: int = 20
) -> EntryPage:
    """Return one page, newest decision first.

    Raises:
        InvalidCursor: `after` is not a cursor given out by an earlier page.
    """
    size = max(1, min(size, LARGEST_PAGE))
    where = _narrowed(narrow, condition(viewer, on=on), after)
    sql = (
        f"SELECT {COLUMNS} FROM (SELECT * FROM entry e WHERE {where.sql}"
        " ORDER BY e.decided_on DESC, e.sequence DESC LIMIT %(size)s) e"
        f" {NAMES} ORDER BY e.decided_on DESC, e.sequence DESC"
    )
    found = rows(sql, {**where.values, "size": size + 1})
    entries = tuple(shown_entry(one_row, viewer, on) for one_row in found[:size])
    return EntryPage(entries, cursor_of(entries[-1]) if len(found) > size else None)


def _narrowed(narrow: EntryFilter, sight: Condition, after: str | None) -> Condition:
    parts, values = [sight.sql, "e.decided_on IS NOT NULL"], dict(sight.values)
    for name, text in NARROWING.items():
        if value := getattr(narrow, name):
            parts.append(text)
            values[name] = value
    if after:
        values["day"], values["sequence"] = after_entry(after)
        parts.append("(e.decided_on, e.sequence) < (%(day)s, %(sequence)s)")
    return Condition(" AND ".join(parts), values)


def shown_entry(found: Row, viewer: Viewer, on: datetime.date) -> ShownEntry:
    """Return the value for a row of COLUMNS, without the fields that the viewer may not read."""
    code, fields = found[3], visible_fields(found[3], viewer, on)
    kept: Mapping[str, Any] = json.loads(found[19])
    content = {name: value for name, value in kept.items() if name in readable(code, viewer, on)}
    item = item_of(code, on)
    return ShownEntry(
        sequence=found[0],
        record=found[1],
        version=found[2],
        item=code,
        edition=found[4],
        uscc=found[5],
        organisation=found[6],
        title=_text(content, item.title if item else None),
        document_number=_text(content, item.document_number if item else None),
        authority=_text(content, item.authority.name if item and item.authority else None),
        unit=found[7],
        unit_name=found[8],
        decided_on=found[9],
        valid_until=found[10],
        tier=found[11],
        shown_from=found[12],
        shown_until=found[13],
        repairable_on=found[14],
        query_until=found[15],
        known_at=found[16],
        is_late=found[17],
        disclosure=found[18],
        fields=shown_fields(fields, content),
        content=content,
    )


def _text(content: Mapping[str, Any], field: str | None) -> str:
    return str(content.get(field, "")) if field else ""
