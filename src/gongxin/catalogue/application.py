"""The application list: for a matter, which items may be consulted and what may follow."""

from dataclasses import dataclass
from enum import StrEnum

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article


class MeasureKind(StrEnum):
    INCENTIVE = "incentive"
    DISCIPLINE = "discipline"


@dataclass(frozen=True, slots=True)
class Measure:
    """What may follow from a record: a benefit or a restriction, by whom, on what basis.

    `national` is its place in the national list of measures against dishonesty, where it has one.
    """

    code: str
    name: Label
    kind: MeasureKind
    basis: Article
    decided_by: Label
    national: Label | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """A matter (事项) in whose course the named items may be consulted."""

    code: str
    name: Label
    basis: Article
    unit: Label
    items: tuple[str, ...]
    measures: tuple[str, ...]
