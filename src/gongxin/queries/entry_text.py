"""Entries as JSON text for machines; the stored content is taken over as it stands, never rewritten."""

import datetime
import json
from uuid import UUID

from gongxin.disclosure.policy import Viewer
from gongxin.queries.entry_row import CONTENT, EDITION, ITEM, MARKS, find, find_page
from gongxin.queries.item import ReadableItem, readable_item
from gongxin.queries.mark import marks_of
from gongxin.queries.reading import Row
from gongxin.queries.shown_entry import EntryFilter

MEMBERS = (
    "sequence", "record", "version", "item", "edition", "uscc", "organisation", "unit", "unit_name",
    "decided_on", "valid_until", "tier", "shown_from", "shown_until", "repairable_on", "query_until",
    "known_at", "is_late", "disclosure",
)  # fmt: skip


def one(record: UUID, *, viewer: Viewer, on: datetime.date) -> str:
    """Return the record's standing version.

    Raises:
        NotShown: there is none, or the viewer may not see it; Withdrawn where that is why.
    """
    return entry_text(find(record, viewer=viewer, on=on), viewer)


def page(
    narrow: EntryFilter, *, viewer: Viewer, on: datetime.date, after: str | None, size: int
) -> tuple[list[str], str | None]:
    """Return one page, newest decision first, and the cursor of the next.

    Raises:
        InvalidCursor: `after` is not a cursor given out by an earlier page.
    """
    found, following = find_page(narrow, viewer=viewer, on=on, after=after, size=size)
    return [entry_text(one_row, viewer) for one_row in found], following


def entry_text(found: Row, viewer: Viewer) -> str:
    """Return the JSON object of a row of `entry_row.COLUMNS`."""
    head = json.dumps(dict(zip(MEMBERS, found, strict=False)), ensure_ascii=False, default=_plain)
    readable = readable_item(found[ITEM], found[EDITION], viewer)
    name = json.dumps(readable.item.name.zh if readable.item else found[ITEM], ensure_ascii=False)
    marks = json.dumps([one.as_json() for one in marks_of(found[MARKS])])
    content = _content(found[CONTENT], readable)
    return f'{head[:-1]}, "item_name": {name}, "marks": {marks}, "content": {content}}}'


def _content(text: str, readable: ReadableItem) -> str:
    if readable.is_whole:
        return text
    kept = {name: value for name, value in json.loads(text).items() if name in readable.codes}
    return json.dumps(kept, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    return str(value)
