"""Units and the tree they make."""

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


COLUMNS = "uscc, name, kind, parent_id"


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
