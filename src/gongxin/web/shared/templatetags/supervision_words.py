"""Words of graded supervision: fields, classes, manners, results, warnings, campaigns."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gongxin.catalogue.label import Label
from gongxin.evaluation.grade import Grade
from gongxin.queries.item import named_item
from gongxin.queries.warning import WarningFacts
from gongxin.supervision.field_rule import MANNERS, Manner, field_rules
from gongxin.supervision.warning_rule import WARNING_OUTCOMES, WarningOutcome, WarningRule
from gongxin.web.shared.templatetags.wording import plain, words

register = template.Library()

INSPECTED = "administrative_inspection"
KINDS = {
    "draw": _("双随机抽查"),
    "routine": _("日常检查"),
    "special": _("专项检查"),
    "complaint": _("投诉举报检查"),
}
DRAW_STATES = {
    "draft": (_("待固定名单"), "warn"),
    "frozen": (_("待种子产生"), "accent"),
    "seeded": (_("待核对抽取"), "warn"),
    "drawn": (_("已抽取公布"), "good"),
    "withdrawn": (_("已作废"), ""),
}


@register.filter
def result_name(code: str) -> SafeString:
    """Return what one of the six codes of an inspection's result says."""
    item = named_item(INSPECTED, localdate())
    labels = item.field("result_type").codes if item else {}
    return words(labels.get(code, Label(code, code)))


@register.filter
def field_name(code: str) -> SafeString:
    """Return the name of a field of supervision."""
    known = {rule.code: rule.name for rule in field_rules(localdate(), *settings.GONGXIN_CITY_FOLDERS)}
    return words(known.get(code, Label(code, code)))


@register.filter
def manner_name(manner: Manner) -> SafeString:
    return words(MANNERS[manner])


@register.filter
def inspection_kind(kind: str) -> str:
    return str(KINDS.get(kind, kind))


@register.filter
def draw_state(state: str) -> str:
    return str(DRAW_STATES[state][0])


@register.filter
def draw_look(state: str) -> str:
    return DRAW_STATES[state][1]


@register.filter
def both(one: Mapping[str, Any]) -> SafeString:
    """Return what is kept as `zh` and `en`."""
    return words(Label(one["zh"], one["en"]))


@register.filter
def percent(ratio: object) -> str:
    """Return a share as written, such as 0.05 for 5 %."""
    return f"{round(float(str(ratio)) * 100, 2):g} %"


@register.filter
def part_of(count: int | None, whole: int | None) -> float:
    """Return a part in hundredths of the whole, for the width of a bar."""
    return round(100 * (count or 0) / whole, 2) if whole else 0.0


@register.filter
def plain_both(one: Mapping[str, Any]) -> str:
    return plain(Label(one["zh"], one["en"]))


@register.filter
def grade_names(grades: Sequence[str]) -> SafeString:
    """Return the names of an evaluation's grades in one line."""
    known = [Grade(one).label for one in grades if one in set(Grade)]
    return words(Label("、".join(one.zh for one in known), ", ".join(one.en for one in known)))


@register.filter
def warning_text(found: WarningFacts, rule: WarningRule | None) -> SafeString:
    """Return what a warning says, in the words of its rule."""
    return words(rule.said(found.organisation, found.values) if rule else Label(found.rule, found.rule))


@register.filter
def warning_outcome(outcome: str) -> SafeString:
    return words(WARNING_OUTCOMES[WarningOutcome(outcome)])


CAMPAIGN_STATES = {
    "draft": (_("待启动"), "warn"),
    "open": (_("治理中"), "accent"),
    "closing": (_("待确认结束"), "warn"),
    "closed": (_("已结束"), "good"),
    "withdrawn": (_("已作废"), ""),
}


@register.filter
def campaign_state(state: str) -> str:
    return str(CAMPAIGN_STATES[state][0])


@register.filter
def campaign_look(state: str) -> str:
    return CAMPAIGN_STATES[state][1]
