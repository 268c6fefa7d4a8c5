"""Only final official records of an item are a ground, and they count against nobody unless adverse."""

from collections.abc import Iterator

from gongxin.catalogue.condition import InvalidCondition
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Category, Item
from gongxin.catalogue.lint import satisfiable
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.catalogue.publicity import Disclosure
from gongxin.evaluation.condition import condition
from gongxin.evaluation.indicator import Ground, Indicator, Part, Veto
from gongxin.evaluation.model import Model
from gongxin.law.parameter import load_parameters


def refusals(model: Model, edition: Edition) -> Iterator[Refusal]:
    """Yield the indicators and vetoes that look at what they may not, or at nothing."""
    for part in model.parts:
        where, item = f"{model.code} {part.code}", edition.items.get(part.ground.item)
        if item is None:
            code = part.ground.item
            yield Refusal(where, "model.unknown_item", f"目录中没有事项 {code}。", f"no item {code}.")
            continue
        yield from _lawful(where, part, item)
        yield from _fitting(where, model, item)
        yield from _condition(where, part.ground, item)


def _lawful(where: str, part: Part, item: Item) -> Iterator[Refusal]:
    """Only a final official record is a ground, and it counts against nobody unless it is adverse itself."""
    if item.disclosure is Disclosure.AUTHORISED:
        yield Refusal(
            where,
            "model.authorised",
            f"“{item.name.zh}”须经主体授权才能查看，不得作为评价依据。请换用公开或共享的事项。",
            f"{item.name.en} is seen only where the organisation authorises it: no ground for a grade.",
        )
    lowers = isinstance(part, Veto) or part.lowers
    raises = isinstance(part, Indicator) and part.raises
    if lowers and not _may_lower(part, item):
        yield Refusal(
            where,
            "model.not_adverse",
            f"“{item.name.zh}”不是失信信息，不得减分或否决；其他类事项须用 where 写明哪种结果不利。",
            f"{item.name.en} is not adverse: it lowers nothing unless `where` names an adverse outcome.",
        )
    if raises and item.category is Category.ADVERSE:
        yield Refusal(
            where,
            "model.adverse_raises",
            f"“{item.name.zh}”是失信信息，不得加分。",
            f"{item.name.en} is adverse and cannot raise a score.",
        )


def _may_lower(part: Part, item: Item) -> bool:
    if item.category is Category.ADVERSE:
        return True
    return item.category is Category.OTHER and part.ground.where is not None and isinstance(part, Indicator)


def _fitting(where: str, model: Model, item: Item) -> Iterator[Refusal]:
    if not item.subjects & model.scope.kinds:
        yield Refusal(
            where,
            "model.subjects",
            f"“{item.name.zh}”的主体不在评价对象中。",
            f"{item.name.en} is about none of the kinds evaluated.",
        )


def _condition(where: str, ground: Ground, item: Item) -> Iterator[Refusal]:
    if ground.where is None:
        return
    try:
        found = condition(ground.where, item)
    except InvalidCondition as odd:
        yield Refusal(where, odd.reason, f"条件“{ground.where}”：{odd.zh}", f"{ground.where!r}: {odd.en}")
        return
    for unknown in sorted(found.parameters - set(load_parameters())):
        yield Refusal(where, "rule.unknown_parameter", f"没有参数 {unknown}。", f"no parameter {unknown}.")
    always = satisfiable.verdict(found)
    if always is not None:
        yield Refusal(
            where,
            "rule.always" if always else "rule.never",
            f"条件“{ground.where}”{'恒真' if always else '永不成立'}。",
            f"{ground.where!r} is {'always' if always else 'never'} true.",
        )
