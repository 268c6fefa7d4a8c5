"""An evaluation model: who it is for, what counts, and what it amounts to."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

from gongxin.catalogue.publicity import Disclosure
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.indicator import Indicator, Part, Veto
from gongxin.law.citation import Article
from gongxin.law.label import Label
from gongxin.organisations.kind import Kind
from gongxin.organisations.status import Status

UNITS = 100  # a point has hundredths, and all arithmetic is in whole ones


@dataclass(frozen=True, slots=True)
class ModelScope:
    """Which registered organisations are evaluated; `industries` are GB/T 4754 codes, none for all."""

    kinds: frozenset[Kind]
    statuses: frozenset[Status]
    industries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """Where everybody begins, and between what the points stay."""

    base: Decimal
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True)
class Bound:
    """The fewest points for a grade."""

    grade: Grade
    at_least: Decimal
    basis: Article


@dataclass(frozen=True, slots=True)
class Annotated:
    """Whether an entry counts while an objection to it is open (it shows the annotation all the while)."""

    counts: bool
    basis: Article


@dataclass(frozen=True, slots=True)
class Model:
    """One edition of a model, in force from `from_` until a later edition of the same code is.

    `disclosure` says who sees the results; `note` whose decision the weights are; `text` is the file.
    """

    code: str
    edition: str
    name: Label
    from_: date
    scope: ModelScope
    basis: tuple[Article, ...]
    disclosure: Disclosure
    note: Label
    scale: Scale
    annotated: Annotated
    bounds: tuple[Bound, ...]  # from the best grade to the worst
    indicators: tuple[Indicator, ...]
    vetoes: tuple[Veto, ...]
    text: str = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the file; it stays the same once the edition is in force."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The indicators, then the vetoes."""
        return (*self.indicators, *self.vetoes)

    def part(self, code: str) -> Part:
        """Return the indicator or veto; KeyError names one the model does not have."""
        for one in self.parts:
            if one.code == code:
                return one
        raise KeyError(f"{self.code} {self.edition} has no {code}")

    def grade(self, score: Decimal) -> Grade:
        """Return the grade for a score, before any veto."""
        return next((bound.grade for bound in self.bounds if score >= bound.at_least), Grade.POOR)
