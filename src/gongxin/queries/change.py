"""The change feed: every step of the ledger in commit order, without holes, as far as the viewer may know it.

Sequence numbers are given at commit, so a reader that stores the last one misses nothing and needs no clock.
"""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongxin.disclosure.mark import unhidden_from
from gongxin.disclosure.policy import SIGHT, Viewer
from gongxin.disclosure.sight_sql import condition, reach
from gongxin.disclosure.standing import Span, span
from gongxin.queries.entry_row import COLUMNS, CONTENT, DATES, MARKS, NAMES
from gongxin.queries.entry_text import entry_text
from gongxin.queries.mark import marks_of
from gongxin.queries.reading import Row, rows

LARGEST_PAGE = 500
RECORD = 1
STEP = MARKS + 1
# A step of a case tells of the record that it marked: of its standing version. Every other tells of itself.
TOLD_OF = (
    "CASE WHEN s.kind <> 'case' THEN s.sequence ELSE (SELECT c.sequence FROM record_mark m JOIN entry c"
    " ON c.record = m.record AND c.superseded_by IS NULL AND c.kind = 'record'"
    " WHERE m.sequence = s.sequence OR m.ended_by = s.sequence LIMIT 1) END"
)
MADE_BY = {"withdrawal": "withdrawn", "erasure": "erased"}


@dataclass(frozen=True, slots=True)
class Changes:
    """JSON texts of the steps, the position to go on from, and the size of the ledger."""

    texts: tuple[str, ...]
    position: int
    size: int


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of an entry, in the order of `entry_row.DATES`."""

    decided_on: datetime.date | None
    shown_from: datetime.date | None
    shown_until: datetime.date | None
    query_until: datetime.date | None


def after(sequence: int, *, viewer: Viewer, on: datetime.date, size: int) -> Changes:
    """Return the steps that follow a sequence number, at most `size`.

    A step that the viewer may not see is listed as hidden, so that numbers run without gaps. A record that
    the viewer could see in some version is named whatever became of it: who keeps a copy must know.
    """
    sight, within, once = condition(viewer, on=on), reach(viewer), reach(viewer, alias="p")
    sql = (
        f"SELECT {COLUMNS}, s.sequence, s.kind, s.known_at, {sight.sql} AS is_seen,"
        f" e.superseded_by IS NULL AND e.content IS NOT NULL AND {within.sql} AS opens,"
        f" EXISTS (SELECT FROM entry p WHERE p.record = e.record AND {once.sql}) AS is_known,"
        " (SELECT max(size) FROM log_checkpoint)"
        " FROM (SELECT sequence, kind, known_at FROM entry WHERE sequence > %(after)s"
        f" ORDER BY sequence LIMIT %(size)s) s LEFT JOIN entry e ON e.sequence = {TOLD_OF} {NAMES}"
        " ORDER BY s.sequence"
    )
    values = {**sight.values, "after": sequence, "size": max(1, min(size, LARGEST_PAGE))}
    found = rows(sql, values)
    return Changes(
        texts=tuple(_text(one, viewer, on) for one in found),
        position=found[-1][STEP] if found else sequence,
        size=found[-1][-1] if found else sequence,
    )


def _text(found: Row, viewer: Viewer, on: datetime.date) -> str:
    *read, sequence, kind, known_at, is_seen, opens, is_known, _ = found
    days = _days(read, viewer, on) if opens else Span(None, None)
    is_upcoming = (
        bool(opens)
        and not is_seen
        and days.first is not None
        and on < days.first <= (days.last or days.first)
    )
    change = MADE_BY.get(kind, _seen_change(kind) if is_seen else "upcoming" if is_upcoming else "hidden")
    head = {
        "sequence": sequence,
        "change": change,
        "known_at": known_at.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z"),
        "record": str(read[RECORD]) if is_known else None,
        **_seen(days if is_seen or is_upcoming else Span(None, None)),
        "erased": _erased(kind, read[CONTENT]),
    }
    entry = entry_text(tuple(read), viewer) if is_seen else "null"
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "entry": {entry}}}'


def _seen_change(kind: str) -> str:
    return "shown" if kind == "record" else "marked"


def _days(read: Sequence[Any], viewer: Viewer, on: datetime.date) -> Span:
    """Return the days on which the viewer may see the entry, from the next that no mark hides."""
    days = span(viewer, _Dates(*(read[place] for place in DATES)))
    if SIGHT[viewer.capacity].with_hidden:
        return days
    begins = max(filter(None, (days.first, on)))
    opens = unhidden_from(marks_of(read[MARKS]), begins)
    if opens is None:
        return Span(None, None)
    return days if opens == begins else Span(opens, days.last)


def _seen(days: Span) -> Mapping[str, str | None]:
    first, last = (day.isoformat() if day else None for day in (days.first, days.last))
    return {"seen_from": first, "seen_until": last}


def _erased(kind: str, content: str | None) -> list[int]:
    named = json.loads(content).get("erased", []) if kind == "erasure" and content else []
    return [one["sequence"] for one in named]
