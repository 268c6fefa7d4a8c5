"""The change feed: every step of the ledger in commit order, without holes, as far as the viewer may know it.

Sequence numbers are given at commit, so a reader that stores the last one misses nothing and needs no clock.
"""

import datetime
import json
from dataclasses import dataclass

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.queries.entry_row import COLUMNS, CONTENT, NAMES, SEQUENCE
from gongxin.queries.entry_text import entry_text
from gongxin.queries.reading import Row, rows

LARGEST_PAGE = 500
RECORD, KNOWN_AT = 1, 16


@dataclass(frozen=True, slots=True)
class Changes:
    """JSON texts of the steps, the position to go on from, and the size of the ledger."""

    texts: tuple[str, ...]
    position: int
    size: int


def after(sequence: int, *, viewer: Viewer, on: datetime.date, size: int) -> Changes:
    """Return the steps that follow a sequence number, at most `size`.

    A step that the viewer may not see is listed as hidden, so that numbers run without gaps. A record that
    was public is named when it is withdrawn, replaced or erased: who keeps a copy must know.
    """
    sight = condition(viewer, on=on)
    sql = (
        f"SELECT {COLUMNS}, {sight.sql} AS is_seen, e.kind,"
        " EXISTS (SELECT FROM entry p WHERE p.record = e.record AND p.kind = 'record'"
        "  AND p.disclosure = 'public' AND p.shown_from IS NOT NULL) AS was_public,"
        " (SELECT max(size) FROM log_checkpoint)"
        f" FROM (SELECT * FROM entry WHERE sequence > %(after)s ORDER BY sequence LIMIT %(size)s) e {NAMES}"
        " ORDER BY e.sequence"
    )
    values = {**sight.values, "after": sequence, "size": max(1, min(size, LARGEST_PAGE))}
    found = rows(sql, values)
    return Changes(
        texts=tuple(_text(one, viewer) for one in found),
        position=found[-1][SEQUENCE] if found else sequence,
        size=found[-1][-1] if found else sequence,
    )


def _text(found: Row, viewer: Viewer) -> str:
    *columns, is_seen, kind, was_public, _ = found
    change = {"withdrawal": "withdrawn", "erasure": "erased"}.get(kind, "shown" if is_seen else "hidden")
    head = {
        "sequence": found[SEQUENCE],
        "change": change,
        "known_at": found[KNOWN_AT].astimezone(datetime.UTC).isoformat().replace("+00:00", "Z"),
        "record": str(found[RECORD]) if was_public or is_seen else None,
        "erased": _erased(kind, found[CONTENT]),
    }
    entry = entry_text(tuple(columns), viewer) if is_seen else "null"
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "entry": {entry}}}'


def _erased(kind: str, content: str | None) -> list[int]:
    named = json.loads(content).get("erased", []) if kind == "erasure" and content else []
    return [one["sequence"] for one in named]
