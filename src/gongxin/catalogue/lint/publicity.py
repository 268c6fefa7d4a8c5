"""Disclosure and publicity: they agree, they end, and every number they need is declared."""

from collections.abc import Iterator, Mapping

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.catalogue.publicity import Disclosure, PublicityKind


def refusals(edition: Edition, parameters: Mapping[str, object]) -> Iterator[Refusal]:
    """Yield contradictions between who may see a record and for how long."""
    tiered = {behaviour.item for behaviour in edition.behaviours}
    for item in edition.items.values():
        for reason, zh, en in (*_contradictions(item), *_numbers(item, parameters)):
            yield Refusal(item.code, reason, zh, en)
        if item.publicity.kind is PublicityKind.TIER and item.code not in tiered:
            yield Refusal(
                item.code,
                "publicity.tier_unreachable",
                "按失信等级公示，行为清单中却没有这一事项。",
                "it is published by tier, but no behaviour gives it one.",
            )


def _contradictions(item: Item) -> Iterator[tuple[str, str, str]]:
    kind = item.publicity.kind
    if (item.disclosure is Disclosure.PUBLIC) is (kind is PublicityKind.NEVER):
        yield (
            "disclosure.contradiction",
            f"公开属性是 {item.disclosure}，公示规则却是 {kind}：只有向社会公开的事项才有公示期。",
            f"disclosure is {item.disclosure} but publicity is {kind}: only public items have a window.",
        )
    if item.is_adverse and kind is PublicityKind.STANDING:
        yield (
            "publicity.endless",
            "失信信息不得无期限公示，请改为 tier 或 valid。",
            "adverse records must not be public without end: use tier or valid.",
        )
    if kind is PublicityKind.TIER and not item.is_adverse:
        yield "publicity.tier_of_good", "只有失信信息有失信等级。", "only adverse records have a tier."
    ends = kind is PublicityKind.VALID or item.publicity.until
    if ends and item.publicity.until not in _dates(item):
        yield (
            "publicity.until_missing",
            "until 应为 valid_until 或 ended_on 所指的日期字段。",
            "until should be the date field that valid_until or ended_on names.",
        )


def _dates(item: Item) -> tuple[str, ...]:
    return tuple(code for code in (item.valid_until, item.ended_on) if code)


def _numbers(item: Item, parameters: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    if item.query_period not in parameters:
        yield (
            "adverse.no_query_period" if item.is_adverse else "parameter.unknown",
            f"查询期限参数 {item.query_period} 不存在。",
            f"no parameter {item.query_period} for the query period.",
        )
    if item.frequency.parameter not in parameters:
        name = item.frequency.parameter
        yield "parameter.unknown", f"报送期限参数 {name} 不存在。", f"no parameter {name} for the frequency."
    if item.publicity.kind is PublicityKind.MONTHS and item.publicity.parameter not in parameters:
        name = str(item.publicity.parameter)
        yield "parameter.unknown", f"公示期限参数 {name} 不存在。", f"no parameter {name} for the window."
