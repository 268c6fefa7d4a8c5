"""The class of risk of an organisation: its grade, and what the authority itself found."""

from collections.abc import Collection
from dataclasses import dataclass

from gongxin.supervision.field_rule import FieldRule, FindingRule, RiskClass


@dataclass(frozen=True, slots=True)
class Classed:
    """A class with its reasons: the grade where there is one, and the findings that count for it."""

    risk: RiskClass
    grade: str
    findings: tuple[FindingRule, ...]


def class_of(rule: FieldRule, *, grade: str = "", found: Collection[str] = ()) -> Classed:
    """Return the class: that of the grade, or a worse one where what was found asks for it.

    `found` are the codes of the findings that hold. A grade that the rule does not know counts as none.
    """
    order = [one.code for one in rule.classes]
    by_grade = next((one.code for one in rule.classes if grade in one.grades), rule.ungraded)
    counted = tuple(one for one in rule.findings if one.code in found)
    worst = max((by_grade, *(one.to for one in counted)), key=order.index)
    decisive = tuple(one for one in counted if order.index(one.to) > order.index(by_grade))
    return Classed(rule.class_(worst), grade, decisive)
