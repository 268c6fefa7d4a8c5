"""What is measured can be measured, leads to points one way, and is said in words that can be filled in."""

from collections.abc import Iterator

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Item
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.evaluation.indicator import Gauge, Indicator, Part
from gongxin.evaluation.model import Model
from gongxin.evaluation.wording import words

NUMBERS = (FieldKind.DECIMAL, FieldKind.INTEGER)


def refusals(model: Model, edition: Edition) -> Iterator[Refusal]:
    """Yield the measures, points and reasons that cannot work."""
    for part in model.parts:
        yield from _wording(f"{model.code} {part.code}", part)
    for one in model.indicators:
        if item := edition.items.get(one.ground.item):
            yield from _measured(f"{model.code} {one.code}", one, item)


def _measured(where: str, part: Indicator, item: Item) -> Iterator[Refusal]:
    if part.measure.reads_field != (part.field is not None):
        yield Refusal(
            where,
            "model.field",
            "合计、最大值和距今天数须写 field，其余不写。",
            "sum, maximum and days_since need a field, the others take none.",
        )
    elif part.field is not None and not _is_of_kind(part, item):
        yield Refusal(
            where,
            "model.field_kind",
            f"字段“{part.field}”不在事项中，或不是这种算法要的数字、日期。",
            f"{part.field} is no field of the item, or not the number or date that the measure needs.",
        )
    if (part.points is None) == (not part.steps) or (part.points is not None and not part.measure.counts):
        yield Refusal(
            where,
            "model.points",
            "件数和有无写 points 或 steps 之一，其余只能写 steps。",
            "points or steps, not both; a measure of amounts or days takes steps.",
        )
    if part.lowers == part.raises or not _is_capped(part):
        yield Refusal(
            where,
            "model.cap",
            "分值应同为加分或同为减分；按件计分的须写 cap，方向相同且不小于一件的分值。",
            "points all raise or all lower; points for each entry need a cap of the same sign, no smaller.",
        )


def _is_of_kind(part: Indicator, item: Item) -> bool:
    kinds = (FieldKind.DATE,) if part.measure is Gauge.DAYS_SINCE else NUMBERS
    return any(field.code == part.field and field.kind in kinds for field in item.kept_fields)


def _is_capped(part: Indicator) -> bool:
    if part.measure is not Gauge.COUNT or part.points is None:
        return part.cap is None
    return part.cap is not None and part.cap * part.points > 0 and abs(part.cap) >= abs(part.points)


def _wording(where: str, part: Part) -> Iterator[Refusal]:
    known = {"count", "value", "points", "months"} if isinstance(part, Indicator) else {"count", "months"}
    if part.ground.months is None:
        known.discard("months")
    for text in (part.reason.zh, part.reason.en):
        if odd := sorted(words(text) - known):
            yield Refusal(
                where,
                "model.reason",
                f"理由中不能写 {'、'.join(odd)}，可写 {'、'.join(sorted(known))}。",
                f"a reason cannot say {', '.join(odd)}; it can say {', '.join(sorted(known))}.",
            )
