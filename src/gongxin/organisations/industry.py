"""Industries by code (GB/T 4754-2017): the section, and whether a code can exist in it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gongxin.law.label import Label

SHAPE = re.compile(r"([A-T]?)(\d{2,4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Section:
    """A lettered section and the two-digit divisions it spans."""

    letter: str
    first: int
    last: int
    label: Label


@dataclass(frozen=True, slots=True)
class Industry:
    """A code in its section; `digits` is empty for the section as a whole."""

    section: Section
    digits: str

    @property
    def code(self) -> str:
        """The code with its letter, such as `A0111`."""
        return self.section.letter + self.digits


@lru_cache(maxsize=1)
def sections() -> Mapping[str, Section]:
    """Return the sections A to T."""
    raw = tomllib.loads(Path(__file__).with_name("industries.toml").read_text("utf-8"))
    return {
        letter: Section(letter, row["first"], row["last"], Label(row["zh"], row["en"]))
        for letter, row in raw["sections"].items()
    }


def industry(code: str) -> Industry | None:
    """Return the industry written `A`, `01`, `011`, `0111` or `A0111`; None where no such code can exist."""
    found = SHAPE.fullmatch(code)
    if not code or not found:
        return None
    letter, digits = found[1], found[2] or ""
    section = sections()[letter] if letter else _section_of(int(digits[:2]))
    if section is None or (digits and not section.first <= int(digits[:2]) <= section.last):
        return None
    return Industry(section, digits)


def _section_of(division: int) -> Section | None:
    return next((s for s in sections().values() if s.first <= division <= s.last), None)
