"""The policy as a PostgreSQL condition. Values are bound, never written into the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongxin.disclosure.policy import SIGHT, Viewer

STANDS = (
    "{e}.kind = 'record'",
    "{e}.superseded_by IS NULL",
    "{e}.content IS NOT NULL",
    "({e}.query_until IS NULL OR {e}.query_until >= %(on)s)",
)
WINDOW_OPEN = (
    "{e}.shown_from <= %(on)s",
    "({e}.shown_until IS NULL OR {e}.shown_until >= %(on)s)",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over the entry table under an alias, and the values to bind."""

    sql: str
    values: Mapping[str, object]


def condition(viewer: Viewer, *, on: date, alias: str = "e") -> Condition:
    """Return the condition that holds for just the entries the viewer may see on a day."""
    sight = SIGHT[viewer.role]
    values: dict[str, object] = {"on": on, "disclosures": sorted(sight.disclosures)}
    parts = [*STANDS, "{e}.disclosure = ANY(%(disclosures)s)"]
    if sight.in_window_only:
        parts.extend(WINDOW_OPEN)
    if sight.own is not None:
        parts.append(f"{{e}}.{sight.own} = %(own)s")
        values["own"] = viewer.code
    return Condition(" AND ".join(part.format(e=alias) for part in parts), values)
