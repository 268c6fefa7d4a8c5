"""Faults to plant: what is changed in a row, and exactly what a check must then find."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Repeat(StrEnum):
    """How a row takes after the one above it."""

    NOT = "not"
    WHOLE = "whole"  # the same row again
    IDENTITY = "identity"  # the same record, told otherwise: both rows are in question


@dataclass(frozen=True, slots=True)
class Planted:
    """One finding that must come: field and rule; `above` says that it stands in the row above too."""

    field: str
    rule: str
    severity: str = ""  # empty: as the catalogue says of the item's rule
    above: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """SQL for the fields it spoils; `{good}` is what would have stood there."""

    name: str
    spoils: Mapping[str, str]
    findings: tuple[Planted, ...]
    repeat: Repeat = Repeat.NOT
    decided_after: bool = False  # the decision lies in the future
