"""What a delivery hands out about organisations: what everybody sees, and what each opened to the agency."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gongxin.disclosure.policy import Capacity, Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.queries.authorisation import Opened, opened_of
from gongxin.queries.entry_row import COLUMNS, NAMES, SEQUENCE
from gongxin.queries.item import catalogue
from gongxin.queries.reading import Row, rows

USCC = 5  # place of the code among the columns of an entry
ORDER = "ORDER BY e.uscc, e.item, e.decided_on DESC NULLS LAST, e.sequence DESC"


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry as a row of `entry_row.COLUMNS`, and in what capacity it is seen."""

    row: Row
    viewer: Viewer


@dataclass(frozen=True, slots=True)
class DeliveredEntries:
    """What is handed out about one organisation; `name` is empty where the register does not know it.

    `items` are those that the organisation opened, `authorisations` what its hidden entries rest on.
    """

    uscc: str
    name: str
    status: str
    public: tuple[Seen, ...]
    hidden: tuple[Seen, ...]
    items: frozenset[str]
    authorisations: tuple[UUID, ...]

    @property
    def entries(self) -> tuple[int, ...]:
        return tuple(seen.row[SEQUENCE] for seen in (*self.public, *self.hidden))


def edition_code(on: datetime.date) -> str:
    return catalogue(on).code


def read(
    codes: Sequence[str], *, unit: str, items: Collection[str], on: datetime.date
) -> tuple[DeliveredEntries, ...]:
    """Return the entries about each organisation, in the order given.

    `items` are those of the agency's contract; what an organisation authorised it to see comes on top.
    """
    public = _by_code(codes, Viewer(Capacity.ANYONE, items=frozenset(items)), on)
    opened = {one.uscc: one for one in opened_of(codes, recipient=unit, on=on)}
    facts = {
        uscc: (name, status)
        for uscc, name, status in rows(
            "SELECT uscc, name, status FROM organisation WHERE uscc = ANY(%(codes)s)", {"codes": list(codes)}
        )
    }
    return tuple(_one(uscc, facts.get(uscc, ("", "")), public, opened.get(uscc), on) for uscc in codes)


def _one(
    uscc: str,
    facts: tuple[str, str],
    public: Mapping[str, tuple[Seen, ...]],
    opened: Opened | None,
    on: datetime.date,
) -> DeliveredEntries:
    hidden: tuple[Seen, ...] = ()
    if opened is not None:
        hidden = _by_code([uscc], Viewer.recipient(uscc, opened.items), on).get(uscc, ())
    return DeliveredEntries(
        uscc=uscc,
        name=facts[0],
        status=facts[1],
        public=public.get(uscc, ()),
        hidden=hidden,
        items=opened.items if opened else frozenset(),
        authorisations=opened.authorisations if opened and hidden else (),
    )


def _by_code(codes: Sequence[str], viewer: Viewer, on: datetime.date) -> dict[str, tuple[Seen, ...]]:
    sight = condition(viewer, on=on)
    sql = f"SELECT {COLUMNS} FROM entry e {NAMES} WHERE e.uscc = ANY(%(codes)s) AND {sight.sql} {ORDER}"
    found: dict[str, list[Seen]] = {}
    for one in rows(sql, {**sight.values, "codes": list(codes)}):
        found.setdefault(one[USCC], []).append(Seen(one, viewer))
    return {uscc: tuple(seen) for uscc, seen in found.items()}
