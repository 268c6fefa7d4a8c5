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
    code: str
    name: Label
    kind: MeasureKind
    basis: Article
    decided_by: Label


@dataclass(frozen=True, slots=True)
class Application:
    """A matter (事项) in whose course the named items may be consulted."""

    code: str
    name: Label
    basis: Article
    unit: Label
    items: tuple[str, ...]
    measures: tuple[str, ...]
