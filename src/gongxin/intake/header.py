"""Find the header of a table, below title rows and through merged cells."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gongxin.intake.cells import MOST_COLUMNS
from gongxin.intake.mapping import plain
from gongxin.intake.unreadable import Unreadable

SEARCHED_ROWS = 30

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, how many of them are known, and how many rows are above the first record."""

    names: tuple[str, ...]
    known: int
    rows: int


def find(rows: Sequence[Row], known: Collection[str]) -> Header:
    """Return the header among the first rows: the row, or pair of rows, with the most known names.

    Where no name is known, it is the first row with more than one cell filled in.

    Raises:
        Unreadable: there is no row at all, or one with more columns than any record has.
    """
    places = list(_places(rows[:SEARCHED_ROWS], known))
    if not places:
        raise Unreadable("文件中没有表头。", "The file has no header.")
    best = max(places, key=lambda place: (place.known, -place.rows))
    if best.known == 0:
        best = next((place for place in places if sum(map(bool, place.names)) > 1), places[0])
    if len(best.names) > MOST_COLUMNS:
        raise Unreadable(
            f"表头有 {len(best.names)} 列，最多 {MOST_COLUMNS} 列。请核对分隔符和文件。",
            f"The header has {len(best.names)} columns; {MOST_COLUMNS} are the most. Check the separator.",
        )
    return Header(_named(best.names), best.known, best.rows)


def _places(rows: Sequence[Row], known: Collection[str]) -> list[Header]:
    places: list[Header] = []
    most = 0
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else ()
        # A row that cannot have more known names than one above it is no better.
        if not any(cell.strip() for cell in row) or 0 < max(len(row), len(below)) <= most:
            continue
        single = _place(tuple(cell.strip() for cell in row), known, index + 1)
        places.append(single)
        if index + 1 < len(rows) and len(row) <= MOST_COLUMNS:
            double = _place(_joined(row, below, known), known, index + 2)
            if double.known > max(single.known, _place(tuple(below), known, 0).known):
                places.append(double)
        most = max(place.known for place in places)
    return places


def _place(names: tuple[str, ...], known: Collection[str], rows: int) -> Header:
    return Header(names, sum(plain(name) in known for name in names), rows)


def _joined(upper: Row, lower: Row, known: Collection[str]) -> tuple[str, ...]:
    """Return the names of a header of two rows, where a cell of the upper one may span several columns."""
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    names, spanning = [], ""
    for top, low in zip(above, below, strict=True):
        spanning = top.strip() or spanning
        choices = (low.strip(), spanning + low.strip(), top.strip())
        names.append(
            next((choice for choice in choices if plain(choice) in known), low.strip() or top.strip())
        )
    return tuple(names)


def _named(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) or f"（第{place}列）" for place, name in enumerate(names, 1))
