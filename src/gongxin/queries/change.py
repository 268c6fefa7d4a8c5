"""The change feed: every step of the ledger in commit order, without holes, as far as the viewer may know it.

Sequence numbers are given at commit, so a reader that stores the last one misses nothing and needs no clock.
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition, reach
from gongxin.disclosure.standing import Span, span
from gongxin.queries.entry_row import COLUMNS, CONTENT, DATES, NAMES, SEQUENCE
from gongxin.queries.entry_text import entry_text
from gongxin.queries.reading import Row, rows

LARGEST_PAGE = 500
RECORD, KNOWN_AT = 1, 16
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
        f"SELECT {COLUMNS}, e.kind, {sight.sql} AS is_seen,"
        f" e.superseded_by IS NULL AND e.content IS NOT NULL AND {within.sql} AS opens,"
        f" EXISTS (SELECT FROM entry p WHERE p.record = e.record AND {once.sql}) AS is_known,"
        " (SELECT max(size) FROM log_checkpoint)"
        f" FROM (SELECT * FROM entry WHERE sequence > %(after)s ORDER BY sequence LIMIT %(size)s) e {NAMES}"
        " ORDER BY e.sequence"
    )
    values = {**sight.values, "after": sequence, "size": max(1, min(size, LARGEST_PAGE))}
    found = rows(sql, values)
    return Changes(
        texts=tuple(_text(one, viewer, on) for one in found),
        position=found[-1][SEQUENCE] if found else sequence,
        size=found[-1][-1] if found else sequence,
    )


def _text(found: Row, viewer: Viewer, on: datetime.date) -> str:
    *columns, kind, is_seen, opens, is_known, _ = found
    days = span(viewer, _Dates(*(found[place] for place in DATES)))
    is_upcoming = opens and days.first is not None and on < days.first
    change = MADE_BY.get(kind, "shown" if is_seen else "upcoming" if is_upcoming else "hidden")
    head = {
        "sequence": found[SEQUENCE],
        "change": change,
        "known_at": found[KNOWN_AT].astimezone(datetime.UTC).isoformat().replace("+00:00", "Z"),
        "record": str(found[RECORD]) if is_known else None,
        **_seen(days if is_seen or is_upcoming else Span(None, None)),
        "erased": _erased(kind, found[CONTENT]),
    }
    entry = entry_text(tuple(columns), viewer) if is_seen else "null"
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "entry": {entry}}}'


def _seen(days: Span) -> Mapping[str, str | None]:
    first, last = (day.isoformat() if day else None for day in (days.first, days.last))
    return {"seen_from": first, "seen_until": last}


def _erased(kind: str, content: str | None) -> list[int]:
    named = json.loads(content).get("erased", []) if kind == "erasure" and content else []
    return [one["sequence"] for one in named]
