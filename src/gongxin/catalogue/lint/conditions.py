"""Conditions of rules, required fields and behaviours: each parses, and can be both true and false."""

from collections.abc import Iterator, Mapping

from gongxin.catalogue.condition import InvalidCondition, condition
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.catalogue.lint import satisfiable
from gongxin.catalogue.lint.refusal import Refusal


def refusals(edition: Edition, parameters: Mapping[str, object]) -> Iterator[Refusal]:
    """Yield the conditions that cannot work."""
    for where, item, text in _conditions(edition):
        try:
            parsed = condition(text, item)
        except InvalidCondition as odd:
            yield Refusal(where, odd.reason, f"条件“{text}”：{odd.zh}", f"{text!r}: {odd.en}")
            continue
        for unknown in sorted(parsed.parameters - set(parameters)):
            yield Refusal(
                where, "rule.unknown_parameter", f"没有参数 {unknown}。", f"no parameter {unknown}."
            )
        always = satisfiable.verdict(parsed)
        if always is not None:
            yield Refusal(
                where,
                "rule.always" if always else "rule.never",
                f"条件“{text}”{'恒真' if always else '永不成立'}。",
                f"{text!r} is {'always' if always else 'never'} true.",
            )


def _conditions(edition: Edition) -> Iterator[tuple[str, Item, str]]:
    for item in edition.items.values():
        for rule in item.rules:
            yield f"{item.code} {rule.id}", item, rule.fault
        for field in item.fields:
            if field.required_when:
                yield f"{item.code} {field.code}", item, field.required_when
    for behaviour in edition.behaviours:
        yield f"行为 {behaviour.code}", edition.items[behaviour.item], behaviour.match
