"""Units and the tree they make."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from gongxin.disclosure.role import UnitKind
from gongxin.queries.reading import Row, row, rows


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit; `parent` is the code of the unit above it."""

    uscc: str
    name: str
    kind: UnitKind
    parent: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the tree: how deep it stands, how many open accounts it has, and who administers it."""

    depth: int
    unit: UnitFacts
    accounts: int
    administrators: tuple[str, ...]


COLUMNS = "uscc, name, kind, parent_id"
PEOPLE = (
    "SELECT u.uscc, count(DISTINCT a.id), array_remove(array_agg(DISTINCT CASE WHEN g.id IS NOT NULL"
    " THEN a.username END), NULL) FROM unit u JOIN account h ON h.unit_id = u.uscc"
    " JOIN auth_user a ON a.id = h.user_id AND a.is_active LEFT JOIN role_grant g ON g.user_id = a.id"
    " AND g.role = 'unit_administrator' AND g.revoked_at IS NULL AND (g.until IS NULL OR g.until >= %(on)s)"
    " GROUP BY u.uscc"
)


class UnknownUnit(Exception):
    """There is no unit with this code."""

    def __init__(self, uscc: str) -> None:
        super().__init__(
            f"没有代码为 {uscc[:18]!r} 的单位。请先运行 gongxin unit add。"
            f" / No unit has the code {uscc[:18]!r}. Add it with gongxin unit add."
        )


def units() -> tuple[UnitFacts, ...]:
    """Return every unit by name."""
    return tuple(map(_unit, rows(f"SELECT {COLUMNS} FROM unit ORDER BY name")))


def tree(*, on: datetime.date) -> tuple[Place, ...]:
    """Return every unit below the one it belongs to, by name."""
    people = {uscc: (count, tuple(names)) for uscc, count, names in rows(PEOPLE, {"on": on})}
    below: dict[str | None, list[UnitFacts]] = {}
    for unit in units():
        below.setdefault(unit.parent, []).append(unit)

    def placed(parent: str | None, depth: int) -> Iterator[Place]:
        for unit in below.get(parent, ()):
            yield Place(depth, unit, *people.get(unit.uscc, (0, ())))
            yield from placed(unit.uscc, depth + 1)

    return tuple(placed(None, 0))


def by_code(uscc: str) -> UnitFacts:
    """Return one unit.

    Raises:
        UnknownUnit: no unit has the code.
    """
    found = row(f"SELECT {COLUMNS} FROM unit WHERE uscc = %(uscc)s", {"uscc": uscc})
    if found is None:
        raise UnknownUnit(uscc)
    return _unit(found)


def _unit(found: Row) -> UnitFacts:
    uscc, name, kind, parent = found
    return UnitFacts(uscc, name, UnitKind(kind), parent)
