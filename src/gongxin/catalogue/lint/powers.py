"""A power belongs to a unit that exists, and its term runs forwards."""

from collections.abc import Iterator

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.organisations.uscc import check


def refusals(edition: Edition) -> Iterator[Refusal]:
    """Yield each power of no unit, and each that ends before it begins."""
    for power in edition.powers:
        where = f"权力 {power.code}"
        if faults := check(power.unit).faults:
            yield Refusal(
                where,
                "power.unit",
                f"单位代码“{power.unit}”有误：{faults[0].message.zh}",
                f"{power.unit} is no code of a unit: {faults[0].message.en}",
            )
        if power.until is not None and power.until < power.from_:
            yield Refusal(
                where,
                "power.term",
                f"截止日期 {power.until} 早于起始日期 {power.from_}。",
                f"it ends on {power.until}, before it begins on {power.from_}.",
            )
