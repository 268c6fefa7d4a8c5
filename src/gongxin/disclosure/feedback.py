"""What a unit reports back after a query: what it decided, and which measures it took."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from gongxin.catalogue.label import Label
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import Clock, due
from gongxin.law.parameter import Parameters

TERM = "query.feedback"


class Decision(StrEnum):
    """How the case ended for which the organisation was looked at."""

    GRANTED = "granted"
    REFUSED = "refused"
    TOLERATED = "tolerated"
    CONDITIONAL = "conditional"
    NONE = "none"


DECISIONS: Mapping[Decision, Label] = {
    Decision.GRANTED: Label("予以办理", "Granted"),
    Decision.REFUSED: Label("不予办理", "Refused"),
    Decision.TOLERATED: Label("容缺受理", "Accepted with documents to follow"),
    Decision.CONDITIONAL: Label("附条件办理", "Granted with conditions"),
    Decision.NONE: Label("未作决定（申请撤回或终止）", "No decision (withdrawn or ended)"),
}

# What units write in their lists beside the labels themselves.
SPELLINGS: Mapping[str, Decision] = {
    "准予": Decision.GRANTED,
    "同意": Decision.GRANTED,
    "不予": Decision.REFUSED,
    "不同意": Decision.REFUSED,
    "容缺": Decision.TOLERATED,
    "容缺办理": Decision.TOLERATED,
    "附条件": Decision.CONDITIONAL,
    "有条件办理": Decision.CONDITIONAL,
    "未作决定": Decision.NONE,
}


class UnknownDecision(Exception):
    """A list names a decision that is none of these."""

    def __init__(self, text: str) -> None:
        known = "、".join(label.zh for label in DECISIONS.values())
        codes = ", ".join(Decision)
        super().__init__(
            f"办理结果 {text[:20]!r} 不认识。请填写：{known}。"
            f" / Unknown decision {text[:20]!r}: give {codes}."
        )


def decision_named(text: str) -> Decision:
    """Return the decision that a list names, by its code, either label or a usual short form.

    Raises:
        UnknownDecision
    """
    labels = {
        spelling.casefold(): one for one, label in DECISIONS.items() for spelling in (label.zh, label.en)
    }
    known = {**SPELLINGS, **labels, **{one.value: one for one in Decision}}
    try:
        return known[text.strip().casefold()]
    except KeyError:
        raise UnknownDecision(text) from None


class MeasureOutsideList(Exception):
    """A measure was to be recorded that the matter's list does not open in this case."""

    def __init__(self, measures: Collection[str]) -> None:
        named = "、".join(sorted(measures))
        super().__init__(
            f"不能登记清单之外的措施：{named}。只能选择应用清单就该事项列明的措施；"
            "未查到失信信息的，不得登记限制性措施。"
            f" / Not on the list for this matter, or a restriction where nothing adverse was found: {named}."
            " Choose among the measures that the answer named."
        )


def refuse_unlisted(taken: Collection[str], allowed: Collection[str]) -> None:
    """Raise MeasureOutsideList where a measure taken is not among those that the answer opened."""
    if outside := set(taken) - set(allowed):
        raise MeasureOutsideList(outside)


def due_by(looked_on: date, *, parameters: Parameters, calendar: WorkingCalendar) -> Clock:
    """Return the clock of the feedback on a query of a day.

    Raises:
        ParameterUnset: the city has not decided the term.
        ParameterNotInForce: it was not yet in force that day.
    """
    return due(looked_on, parameters[TERM].on(looked_on).number, calendar)
