"""How the rows of an item are made up: SQL for its fields, what it draws from, faults of its own to plant."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from gongxin.demo.fault import Fault, Planted
from gongxin.engine.duckdb import literal

MOST_ROWS = 200_000
RECIPES = Path(__file__).with_name("recipes")


@dataclass(frozen=True, slots=True)
class Recipe:
    """`weight` is the item's part of all records; `files` how many a department hands in over the years.

    SQL may use `o`, the organisation, and `r`, the row: b, decided, reported, last_day, number, unit_name,
    unit_uscc, mark, and a struct for each of `choices`.
    """

    weight: int = 10
    files: int = 1
    most_rows: int = MOST_ROWS  # in a file; more are handed in as several
    units: tuple[
        str, ...
    ] = ()  # marks of the units that hand it in; none: those the catalogue calls providers
    cut_off: bool = False  # the last unit sends a fifth of a file more, which is held as odd
    one_each: bool = False  # one row for each organisation
    varies: str | None = None
    choices: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def drawn_from(self, choice: str, mark: str) -> str:
        """Return an SQL list of what a unit may draw: entries `for` its mark, or those for any unit."""
        rows = self.choices[choice]
        own = [row for row in rows if row.get("for", "") and row["for"] in mark]
        return _structs(own or [row for row in rows if "for" not in row])


def _structs(rows: Sequence[Mapping[str, str]]) -> str:
    return "[" + ", ".join(_struct(row) for row in rows) + "]"


def _struct(row: Mapping[str, str]) -> str:
    pairs = (f"{literal(key)}: {literal(value)}" for key, value in row.items() if key != "for")
    return "{" + ", ".join(pairs) + "}"


@lru_cache(maxsize=256)
def recipe(item: str) -> Recipe:
    """Return the recipe of an item; one that has none is made from its fields alone."""
    path = RECIPES / f"{item}.toml"
    if not path.exists():
        return Recipe()
    raw = tomllib.loads(path.read_text("utf-8"))
    return Recipe(
        weight=raw.get("weight", 10),
        files=raw.get("files", 1),
        units=tuple(raw.get("units", [])),
        cut_off=raw.get("cut_off", False),
        one_each=raw.get("one_each", False),
        varies=raw.get("varies"),
        choices={name: tuple(rows) for name, rows in raw.get("choices", {}).items()},
        fields=raw.get("fields", {}),
        faults=tuple(_fault(fault) for fault in raw.get("faults", [])),
    )


def _fault(raw: Mapping[str, Any]) -> Fault:
    found = tuple(Planted(one["field"], one["rule"], one.get("severity", "")) for one in raw["findings"])
    return Fault(raw["name"], raw["set"], found, decided_after=raw.get("decided_after", False))
