"""How repair is doing over a period: shares that are only stated where there is something to count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongxin.catalogue.label import Label
from gongxin.law.parameter import Parameters


@dataclass(frozen=True, slots=True)
class Decided:
    """A case that was decided in the period."""

    filed_on: date
    decided_on: date
    is_granted: bool
    is_in_time: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Operating organisations that were on a list of serious dishonesty on some day of the period."""

    all: int
    left: int  # on none any more on the last day
    trained: int
    reported: int  # handed in a credit report, or had one issued


@dataclass(frozen=True, slots=True)
class RepairFigures:
    """`repairable` records could be asked for on some day of the period."""

    repairable: int
    applied: int
    decided: int
    granted: int
    in_time: int
    average_days: float | None
    listed: Listed

    @property
    def in_time_share(self) -> float | None:
        return share(self.in_time, self.decided)

    @property
    def granted_share(self) -> float | None:
        """Of what could be repaired, how much was."""
        return share(self.granted, self.repairable)

    @property
    def exit_share(self) -> float | None:
        return share(self.listed.left, self.listed.all)

    @property
    def training_share(self) -> float | None:
        return share(self.listed.trained, self.listed.all)

    @property
    def report_share(self) -> float | None:
        return share(self.listed.reported, self.listed.all)


@dataclass(frozen=True, slots=True)
class Target:
    """A share against what a work plan asks for; `least` None where none does."""

    name: Label
    reached: float | None
    least: float | None

    @property
    def is_met(self) -> bool | None:
        """None: there is nothing to count, or nothing asked for."""
        return None if self.reached is None or self.least is None else self.reached >= self.least


def figures(repairable: int, applied: int, decided: Iterable[Decided], listed: Listed) -> RepairFigures:
    """Return the figures of a period."""
    known = tuple(decided)
    days = sum((one.decided_on - one.filed_on).days for one in known)
    return RepairFigures(
        repairable=repairable,
        applied=applied,
        decided=len(known),
        granted=sum(one.is_granted for one in known),
        in_time=sum(one.is_in_time for one in known),
        average_days=round(days / len(known), 1) if known else None,
        listed=listed,
    )


def targets(found: RepairFigures, parameters: Parameters, *, on: date) -> tuple[Target, ...]:
    """Return the shares that work plans ask for, each beside what it should be."""
    return (
        Target(Label("名单退出率", "Left the lists"), found.exit_share, _least("exit_share", parameters, on)),
        Target(
            Label("修复培训覆盖率", "Trained"), found.training_share, _least("training_share", parameters, on)
        ),
        Target(
            Label("信用报告提交率", "Credit report handed in"),
            found.report_share,
            _least("credit_report_share", parameters, on),
        ),
    )


def share(part: int, whole: int) -> float | None:
    """Return a share rounded to a thousandth; None of nothing."""
    return round(part / whole, 3) if whole else None


def _least(name: str, parameters: Parameters, on: date) -> float | None:
    value = parameters[f"repair.{name}"].known_on(on)
    return float(value.amount) if value else None
