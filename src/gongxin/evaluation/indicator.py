"""What of an organisation's records a model looks at, and what follows from it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gongxin.evaluation.grade import Grade
from gongxin.law.citation import Article
from gongxin.law.label import Label


class Gauge(StrEnum):
    """What is taken of the entries that count.

    days_since: the days from the newest date in `field` to the day of evaluation.
    """

    COUNT = "count"
    SUM = "sum"
    MAXIMUM = "maximum"
    EXISTENCE = "existence"
    DAYS_SINCE = "days_since"

    @property
    def reads_field(self) -> bool:
        return self in (Gauge.SUM, Gauge.MAXIMUM, Gauge.DAYS_SINCE)

    @property
    def counts(self) -> bool:
        """Whether its value is a whole number of entries."""
        return self in (Gauge.COUNT, Gauge.EXISTENCE)


@dataclass(frozen=True, slots=True)
class Ground:
    """The entries of an item that count: where the condition holds, decided in the last `months`.

    Without `months`: as long as the entry stands and its query period runs.
    """

    item: str
    where: str | None
    months: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """From this value on, so many points."""

    at_least: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """Points that follow from records: `points` for each entry (or once, for existence), or by steps.

    `cap` is the most that the indicator gives or takes. Points have two decimals; below zero they lower.
    """

    code: str
    name: Label
    ground: Ground
    measure: Gauge
    field: str | None
    points: Decimal | None
    steps: tuple[Band, ...]
    cap: Decimal | None
    basis: Article
    reason: Label

    @property
    def lowers(self) -> bool:
        given = [self.points] if self.points is not None else [step.points for step in self.steps]
        return any(points < 0 for points in given)

    @property
    def raises(self) -> bool:
        given = [self.points] if self.points is not None else [step.points for step in self.steps]
        return any(points > 0 for points in given)


@dataclass(frozen=True, slots=True)
class Veto:
    """Records beside which no grade better than `grade` is given, whatever the points."""

    code: str
    name: Label
    ground: Ground
    grade: Grade
    basis: Article
    reason: Label


Part = Indicator | Veto
