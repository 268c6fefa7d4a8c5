"""Entries, as far as the viewer may see them, made readable."""

import datetime
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Item
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.queries.entry_row import MARKS, find, find_of_organisation, find_page
from gongxin.queries.item import readable_item, shown_fields
from gongxin.queries.mark import marks_of
from gongxin.queries.reading import Row, rows
from gongxin.queries.shown_entry import EntryFilter, EntryPage, NotShown, ShownEntry, VersionFacts

PER_ITEM = 50


def one(
    record: UUID, *, viewer: Viewer, on: datetime.date, known_at: datetime.datetime | None = None
) -> ShownEntry:
    """Return the record's version that stands, or stood at that moment.

    Raises:
        NotShown: there is none, or the viewer may not see it; Withdrawn where that is why.
    """
    return shown_entry(find(record, viewer=viewer, on=on, known_at=known_at), viewer)


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
    found = rows(sql, {**sight.values, "record": record}, prepare=True)
    if not found:
        raise NotShown(record)
    return tuple(VersionFacts(*version) for version in found)


def versions_of(shown: ShownEntry, *, viewer: Viewer, on: datetime.date) -> tuple[VersionFacts, ...]:
    """Return the same for a record that is shown: while its first version stands, there is no other.

    Raises:
        NotShown: the viewer may not see it any more.
    """
    if shown.version == 1:
        return (VersionFacts(shown.sequence, shown.version, "record", shown.edition, shown.known_at),)
    return history(shown.record, viewer=viewer, on=on)


def of_organisation(
    uscc: str, *, viewer: Viewer, on: datetime.date, known_at: datetime.datetime | None = None
) -> tuple[ShownEntry, ...]:
    """Return the newest entries about an organisation, at most PER_ITEM of each item."""
    found = find_of_organisation(uscc, viewer=viewer, on=on, known_at=known_at, per_item=PER_ITEM)
    return tuple(shown_entry(one_row, viewer) for one_row in found)


def counts_of_organisation(
    uscc: str, *, viewer: Viewer, on: datetime.date, known_at: datetime.datetime | None = None
) -> Mapping[str, int]:
    """Return how many entries of each item the viewer may see, shown or capped."""
    sight = condition(viewer, on=on, known_at=known_at)
    sql = f"SELECT e.item, count(*) FROM entry e WHERE e.uscc = %(uscc)s AND {sight.sql} GROUP BY e.item"
    return Counter(dict(rows(sql, {**sight.values, "uscc": uscc}, prepare=True)))


def page(
    narrow: EntryFilter, *, viewer: Viewer, on: datetime.date, after: str | None = None, size: int = 20
) -> EntryPage:
    """Return one page, newest decision first.

    Raises:
        InvalidCursor: `after` is not a cursor given out by an earlier page.
    """
    found, following = find_page(narrow, viewer=viewer, on=on, after=after, size=size)
    return EntryPage(tuple(shown_entry(one_row, viewer) for one_row in found), following)


def shown_entry(found: Row, viewer: Viewer, *, with_fields: bool = True) -> ShownEntry:
    """Return the value for a row of `entry_row.COLUMNS`, without the fields that the viewer may not read.

    Without `with_fields` the values are not made readable, which costs more than all the rest.
    """
    code, edition = found[3], found[4]
    readable = readable_item(code, edition, viewer)
    item = readable.item
    kept: Mapping[str, Any] = json.loads(found[19])
    content = {name: value for name, value in kept.items() if name in readable.codes}
    return ShownEntry(
        sequence=found[0],
        record=found[1],
        version=found[2],
        item=code,
        edition=edition,
        uscc=found[5],
        organisation=found[6],
        title=_title(item, content),
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
        fields=shown_fields(readable.fields, content) if with_fields else (),
        content=content,
        marks=tuple(marks_of(found[MARKS])),
        standing_marks=tuple(marks_of(found[MARKS], standing=True)),
    )


def _title(item: Item | None, content: Mapping[str, Any]) -> str:
    """Return what a record is called; before a code, a year or a day goes the item's name."""
    if item is None or item.title not in content:
        return ""
    field = item.field(item.title)
    (shown,) = shown_fields((field,), content)
    return shown.value if field.kind is FieldKind.TEXT else f"{item.name.zh} {shown.value}"


def _text(content: Mapping[str, Any], field: str | None) -> str:
    return str(content.get(field, "")) if field else ""
