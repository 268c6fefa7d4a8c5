"""Which entries count in an evaluation, as a PostgreSQL condition. Values are bound, never written into it.

Nothing but final official records: what stands at a position of the log, is public or shared, was decided by
the day, and whose query period runs. What is suspended, repaired, withdrawn or erased does not count.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import STANDS, reach
from gongxin.evaluation.source import REGISTRATION

STOOD = ("e.sequence <= %(size)s", "(e.superseded_by IS NULL OR e.superseded_by > %(size)s)")
MARKED = (
    "EXISTS (SELECT FROM record_mark m WHERE m.record = e.record AND m.kind = ANY(%({kinds})s)"
    " AND m.from_on <= %(on)s AND (m.until_on IS NULL OR m.until_on >= %(on)s)"
    " AND m.sequence <= %(size)s AND (m.ended_by IS NULL OR m.ended_by > %(size)s))"
)
HIDING = ["suspended", "repaired"]
ANNOTATED = ["annotated"]
COLUMNS = "e.sequence, e.item, e.uscc, e.tier, e.decided_on, {annotated}, {content}"


@dataclass(frozen=True, slots=True)
class Position:
    """The day of evaluation and how long the log was: whoever knows both can repeat it."""

    on: date
    size: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A SELECT of `source.TYPES`, and the values to bind."""

    sql: str
    values: Mapping[str, object]


def counting(
    item: str,
    position: Position,
    *,
    with_content: bool,
    usccs: Collection[str] | None = None,
    after: date | None = None,
) -> Statement:
    """Return the entries of one item that count; only those about `usccs` where they are named.

    With `after`, none that was decided on that day or before.

    A suspended registration still says who is evaluated: not even an organisation's kind would be known else.
    """
    within = reach(Viewer.matter([item]))
    values = dict(within.values) | {"on": position.on, "size": position.size, "annotating": ANNOTATED}
    parts = [within.sql, *(part.format(e="e") for part in STANDS), *STOOD]
    if item != REGISTRATION:
        parts.append(f"NOT {MARKED.format(kinds='hiding')}")
        values["hiding"] = HIDING
    if after is not None:
        parts.append("e.decided_on > %(after)s")
        values["after"] = after
    if usccs is not None:
        parts.append("e.uscc = ANY(%(usccs)s)")
        values["usccs"] = sorted(usccs)
    columns = COLUMNS.format(
        annotated=MARKED.format(kinds="annotating"), content="e.content" if with_content else "NULL::text"
    )
    return Statement(f"SELECT {columns} FROM entry e WHERE {' AND '.join(parts)}", values)
