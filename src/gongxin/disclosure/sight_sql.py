"""The policy as a PostgreSQL condition: all but its own words is bound, never written into the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from gongxin.disclosure.mark import HIDING
from gongxin.disclosure.policy import SIGHT, Capacity, Viewer

STANDS = (
    "{e}.content IS NOT NULL",
    "({e}.decided_on IS NULL OR {e}.decided_on <= %(on)s)",
    "({e}.query_until IS NULL OR {e}.query_until >= %(on)s)",
)
CURRENT = ("{e}.superseded_by IS NULL",)
# Entries come in the order of their commits: how long the log was at a moment says what was known then.
SIZE_THEN = (
    "(SELECT size FROM log_checkpoint WHERE signed_at <= %(known_at)s"
    " ORDER BY signed_at DESC, size DESC LIMIT 1)"
)
CURRENT_THEN = (
    f"{{e}}.sequence <= {SIZE_THEN}",
    f"({{e}}.superseded_by IS NULL OR {{e}}.superseded_by > {SIZE_THEN})",
)
MARKED = "m.record = {e}.record AND m.from_on <= %(on)s AND (m.until_on IS NULL OR m.until_on >= %(on)s)"
BELIEVED = "m.ended_by IS NULL"
BELIEVED_THEN = f"m.sequence <= {SIZE_THEN} AND (m.ended_by IS NULL OR m.ended_by > {SIZE_THEN})"
WINDOW_OPEN = (
    "{e}.shown_from <= %(on)s",
    "({e}.shown_until IS NULL OR {e}.shown_until >= %(on)s)",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over the entry table under an alias, and the values to bind."""

    sql: str
    values: Mapping[str, object]


def condition(viewer: Viewer, *, on: date, known_at: datetime | None = None, alias: str = "e") -> Condition:
    """Return the condition that holds for just the entries the viewer may see.

    `on` is the day asked about: windows and query periods are as on that day, and nothing decided later is
    there. `known_at` is the moment whose knowledge counts: the versions the ledger had then; None: now.
    Content that was erased since is not there at any moment.
    """
    values = {**_own(viewer), "on": on}
    if known_at is not None:
        values["known_at"] = known_at
    return Condition(
        _sight_sql(viewer.capacity, viewer.items is not None, known_at is not None, alias), values
    )


def reach(viewer: Viewer, *, alias: str = "e") -> Condition:
    """Return the condition that holds for what the viewer may see on some day, as long as it stands."""
    return Condition(_reach_sql(viewer.capacity, viewer.items is not None, alias), _own(viewer))


def _own(viewer: Viewer) -> dict[str, object]:
    values: dict[str, object] = {}
    if viewer.items is not None:
        values["items"] = sorted(viewer.items)
    if SIGHT[viewer.capacity].own is not None:
        values["own"] = viewer.code
    return values


@cache
def _sight_sql(capacity: Capacity, is_narrowed: bool, then: bool, alias: str) -> str:
    parts = [*STANDS, *(CURRENT_THEN if then else CURRENT)]
    if SIGHT[capacity].in_window_only:
        parts.extend(WINDOW_OPEN)
    if not SIGHT[capacity].with_hidden:
        parts.append(unhidden(then=then))
    within = _reach_sql(capacity, is_narrowed, alias)
    return " AND ".join([within, *(part.format(e=alias) for part in parts)])


@cache
def _reach_sql(capacity: Capacity, is_narrowed: bool, alias: str) -> str:
    sight = SIGHT[capacity]
    disclosures = ", ".join(f"'{one}'" for one in sorted(sight.disclosures))
    parts = ["{e}.kind = 'record'", f"{{e}}.disclosure IN ({disclosures})"]
    if is_narrowed:
        parts.append("{e}.item = ANY(%(items)s)")
    if sight.in_window_only:
        parts.append("{e}.shown_from IS NOT NULL")
    if sight.own is not None:
        parts.append(f"{{e}}.{sight.own} = %(own)s")
    return " AND ".join(part.format(e=alias) for part in parts)


def unhidden(*, then: bool = False) -> str:
    """Return the part, over an entry {e}, that holds unless it is suspended or repaired on the day `on`.

    For whatever uses records and is no viewer. `then`: as was believed at the moment `known_at`.
    """
    kinds = ", ".join(f"'{kind}'" for kind in sorted(HIDING))
    hidden = f"{MARKED} AND m.kind IN ({kinds}) AND {_believed(then)}"
    return f"NOT EXISTS (SELECT FROM record_mark m WHERE {hidden})"


def marks(*, then: bool = False) -> str:
    """Return the column, over an entry {e}, with its marks that stand on the day `on` or lie ahead of it.

    It is text: a JSON array of [kind, first day, last day, whether it stands], or null for none.
    """
    listed = "json_agg(json_build_array(m.kind, m.from_on, m.until_on, m.from_on <= %(on)s)"
    ahead = f"m.record = {{e}}.record AND (m.until_on IS NULL OR m.until_on >= %(on)s) AND {_believed(then)}"
    return f"(SELECT {listed} ORDER BY m.from_on, m.kind)::text FROM record_mark m WHERE {ahead})"  # noqa: S608 no value of a user


def _believed(then: bool) -> str:
    return BELIEVED_THEN if then else BELIEVED
