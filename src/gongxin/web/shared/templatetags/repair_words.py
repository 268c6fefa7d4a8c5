"""What pages say of repair: the prospect of a record, and which of its conditions are met."""

from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gongxin.procedures.prospect import HANDED_IN, Condition, Prospect
from gongxin.queries import prospect, repair_notice
from gongxin.queries.batch import BatchFacts
from gongxin.queries.case import CaseView, StepFacts
from gongxin.queries.shown_entry import ShownEntry
from gongxin.reports.repair_certificate import granting_step

register = template.Library()

MET, HAND_IN, OPEN = "met", "hand_in", "open"
STATES: dict[str, tuple[str, str | Promise]] = {
    MET: ("badge good", _("已满足")),
    HAND_IN: ("badge", _("申请时提交")),
    OPEN: ("badge warn", _("尚未满足")),
}


@register.simple_tag
def prospect_of(entry: ShownEntry, on: date) -> Prospect | None:
    """Return the prospect of a record, for `{% prospect_of entry on as found %}`."""
    return prospect.of_entry(entry, on=on)


@register.filter
def condition_state(condition: Condition) -> tuple[str, str | Promise]:
    """Return the class and the word that say where a condition stands."""
    if condition.is_met:
        return STATES[MET]
    return STATES[HAND_IN if condition.need in HANDED_IN else OPEN]


@dataclass(frozen=True, slots=True)
class Owed:
    """The repair notices of a batch: how many, and in which files of how many."""

    count: int
    size: int
    parts: range


@register.simple_tag
def notices_owed(batch: BatchFacts) -> Owed:
    """Return which repair notices go out with a batch."""
    count = repair_notice.count(batch, on=localdate()) if batch.is_finished else 0
    return Owed(count, repair_notice.PART, range(1, -(-count // repair_notice.PART) + 1))


@register.filter
def as_share(value: float | None) -> str:
    """Return a share as a percentage; a dash where there is nothing to count."""
    return "—" if value is None else f"{value * 100:.1f}%"


@register.simple_tag
def granted_by(view: CaseView, on: date) -> StepFacts | None:
    """Return the step by which the record of a case stands repaired, for the link to its certificate."""
    return granting_step(view, on)
