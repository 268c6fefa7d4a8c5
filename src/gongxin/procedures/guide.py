"""What a guide says besides the table of steps: when, what comes of it, and what can be done against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gongxin.law.label import Label, label_from
from gongxin.law.reading import refuse_odd_keys, tables

GUIDES_FILE = Path(__file__).with_name("guides.toml")
KEYS = ("when", "gain", "remedy")


@dataclass(frozen=True, slots=True)
class Guide:
    when: Label
    gain: Label
    remedy: Label


@lru_cache(maxsize=1)
def guides(path: Path = GUIDES_FILE) -> Mapping[str, Guide]:
    """Return what is said of each procedure, by its code.

    Raises:
        InvalidLaw: the file says something that nobody would read.
    """
    return {code: _guide(raw, f"{path.name} {code}") for code, raw in tables(path).items()}


def _guide(raw: object, where: str) -> Guide:
    table = raw if isinstance(raw, Mapping) else {}
    refuse_odd_keys(table, required=KEYS, where=where)
    return Guide(*(label_from(table[key], where) for key in KEYS))
