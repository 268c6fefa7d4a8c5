"""A model is whole: all four grades, somebody to evaluate, no code twice."""

from collections.abc import Iterator

from gongxin.catalogue.lint.refusal import Refusal
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.model import Model
from gongxin.organisations.industry import industry


def refusals(model: Model) -> Iterator[Refusal]:
    given = [bound.grade for bound in model.bounds]
    descending = all(
        one.at_least > two.at_least for one, two in zip(model.bounds, model.bounds[1:], strict=False)
    )
    if given != list(Grade) or not descending or model.bounds[-1].at_least > model.scale.lowest:
        yield Refusal(
            model.code,
            "model.grades",
            "等次应从优到差写全四个，分数依次降低，最后一个不高于最低分。",
            "all four grades, best first, by falling points, the last at the lowest score.",
        )
    codes = [part.code for part in model.parts]
    for twice in sorted({code for code in codes if codes.count(code) > 1}):
        yield Refusal(model.code, "model.double_code", f"“{twice}”写了两次。", f"{twice} is declared twice.")
    if not model.scope.kinds or not model.scope.statuses or not model.indicators:
        yield Refusal(
            model.code,
            "model.empty",
            "应写明评价对象、登记状态和至少一个指标。",
            "it needs kinds, statuses and one indicator or more.",
        )

    for code in model.scope.industries:
        if industry(code) is None:
            yield Refusal(
                model.code, "model.industry", f"没有行业代码 {code}。", f"there is no industry {code}."
            )
