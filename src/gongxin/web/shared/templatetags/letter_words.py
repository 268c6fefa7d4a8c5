"""Letters of cases on pages: which one a step owes."""

from django import template

from gongxin.law.label import Label
from gongxin.procedures.letter import LETTERS, letter_of
from gongxin.queries.case import CaseView, StepFacts

register = template.Library()


@register.filter
def letter_name(step: StepFacts, view: CaseView) -> Label | None:
    """Return what the letter of a step is called; None where it owes none."""
    kind = letter_of(view.facts.procedure, step.step)
    return LETTERS[kind] if kind else None
