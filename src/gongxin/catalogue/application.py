"""The application list: for a matter, which items may be consulted and what may follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongxin.catalogue.item import Category
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


# A restriction follows from adverse information and nothing else, a benefit from what is to one's credit.
FOLLOWS: Mapping[Category, MeasureKind] = {
    Category.ADVERSE: MeasureKind.DISCIPLINE,
    Category.HONOUR: MeasureKind.INCENTIVE,
}


def following(measures: Iterable[Measure], category: Category) -> tuple[Measure, ...]:
    """Return those of a matter's measures that may follow from a record of a category."""
    return tuple(measure for measure in measures if FOLLOWS.get(category) is measure.kind)


def open_to(measures: Iterable[Measure], *, has_adverse: bool) -> tuple[Measure, ...]:
    """Return the measures of a matter that may be taken at all: no restriction without a reason."""
    return tuple(one for one in measures if has_adverse or one.kind is not MeasureKind.DISCIPLINE)
