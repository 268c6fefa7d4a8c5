"""Areas of administration that a report in place of a certificate of no violation speaks about: data."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gongxin.catalogue.label import Label
from gongxin.catalogue.table import Table, toml

OTHER = "other"
PACKAGED = Path(__file__).with_name("areas.toml")


@dataclass(frozen=True, slots=True)
class Area:
    """`items` belong to the area as a whole; `authorities` are parts of the names of its authorities."""

    code: str
    name: Label
    authorities: tuple[str, ...]
    items: frozenset[str]

    def is_of(self, authority: str) -> bool:
        return any(part in authority for part in self.authorities)


@dataclass(frozen=True, slots=True)
class Areas:
    """All areas in their order, and the items that belong to the area of whoever decided."""

    areas: tuple[Area, ...]
    shared_items: frozenset[str]

    def one(self, code: str) -> Area:
        """Return the area.

        Raises:
            UnknownArea: there is none of this code.
        """
        for area in self.areas:
            if area.code == code:
                return area
        raise UnknownArea(code, self)

    def chosen(self, codes: tuple[str, ...]) -> tuple[Area, ...]:
        """Return the areas in their own order; no code means all of them.

        Raises:
            UnknownArea: there is none of one of the codes.
        """
        wanted = {self.one(code).code for code in codes}
        return tuple(area for area in self.areas if not wanted or area.code in wanted)

    def area_of(self, item: str, authority: str, unit_name: str = "") -> str:
        """Return the code of the area that an adverse entry belongs to; what fits nowhere is OTHER.

        The name of the authority decides; where it tells nothing, the name of the unit that sent the entry.
        """
        for area in self.areas:
            if item in area.items:
                return area.code
        for name in (authority, unit_name):
            for area in self.areas:
                if area.is_of(name):
                    return area.code
        return OTHER

    def items_of(self, area: Area) -> frozenset[str]:
        """Return every item that can hold entries of the area."""
        return area.items | self.shared_items


class UnknownArea(Exception):
    """Reports speak about no such area."""

    def __init__(self, code: str, known: Areas) -> None:
        names = "、".join(f"{area.code}（{area.name.zh}）" for area in known.areas)
        super().__init__(
            f"没有领域“{code[:40]}”。可选：{names}。 / No area {code[:40]!r};"
            f" choose from {', '.join(area.code for area in known.areas)}."
        )


@lru_cache(maxsize=4)
def areas(city: Path | None = None) -> Areas:
    """Return the areas; one of the same code in `reports/areas.toml` of the city's folder replaces ours.

    Raises:
        InvalidItem: a file says what this version does not understand.
    """
    own = _read(PACKAGED)
    added = city / "reports" / "areas.toml" if city else None
    if added is None or not added.is_file():
        return own
    theirs = _read(added)
    held = {area.code: area for area in (*own.areas, *theirs.areas)}
    last = held.pop(OTHER)  # what fits nowhere else comes last
    return Areas((*held.values(), last), own.shared_items | theirs.shared_items)


def _read(path: Path) -> Areas:
    with Table(toml(path), path.name) as table:
        shared = frozenset(table.texts("shared_items", ()))
        return Areas(tuple(map(_area, table.tables("areas"))), shared)


def _area(table: Table) -> Area:
    with table:
        return Area(
            table.text("code"),
            table.label("name"),
            table.texts("authorities"),
            frozenset(table.texts("items")),
        )
