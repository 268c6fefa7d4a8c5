"""Words of queries, feedback and alarms."""

from collections.abc import Iterable, Sequence

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gongxin.disclosure.alarm import ALARM_OUTCOMES, ALARM_RULES, AlarmOutcome, AlarmRule
from gongxin.disclosure.feedback import DECISIONS, Decision
from gongxin.law.clock import Clock
from gongxin.law.parameter import Parameter, ParameterNotInForce, load_parameters
from gongxin.queries.matter import named_measures
from gongxin.web.shared.templatetags.wording import amount, is_chinese, plain, quoted, words

register = template.Library()

CHANNELS = {
    "page": _("网页"),
    "file": _("批量文件"),
    "api": _("接口"),
    "desk": _("组织服务台"),
    "report": _("信用报告"),
}
FEEDBACK_STATES = {
    "ready": _("可以登记"),
    "recorded": _("已登记"),
    "unchanged": _("已有相同反馈"),
    "refused": _("不符合要求"),
    "empty": _("未填写，跳过"),
}


@register.filter
def feedback_state(state: str) -> str:
    return str(FEEDBACK_STATES[state])


@register.filter
def channel_name(channel: str) -> str:
    return str(CHANNELS.get(channel, channel))


@register.filter
def decision_name(decision: Decision) -> SafeString:
    return words(DECISIONS[decision])


@register.filter
def measure_names(codes: Sequence[str]) -> SafeString:
    """Return the names of measures in one line."""
    separator = "；" if is_chinese() else "; "
    return quoted(separator.join(plain(one.name) for one in named_measures(codes)))


@register.filter
def alarm_rule_name(rule: AlarmRule) -> SafeString:
    return words(ALARM_RULES[rule])


@register.filter
def alarm_outcome_name(outcome: str) -> SafeString:
    return words(ALARM_OUTCOMES[AlarmOutcome(outcome)]) if outcome else SafeString("")


@register.filter
def clock_lines(clock: Clock) -> list[str]:
    """Return how a due day was counted, day by day."""
    held = load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    return clock.lines("zh" if is_chinese() else "en", held)


@register.filter
def value_today(parameter: Parameter) -> str:
    """Return a parameter's value of today, or a dash before its first."""
    try:
        return amount(parameter.on(localdate()))
    except ParameterNotInForce:
        return "—"


@register.filter
def total(numbers: Iterable[int]) -> int:
    return sum(numbers)


@register.filter
def share(part: float | None) -> str:
    """Return a share as a percentage, or a dash."""
    return "—" if part is None else f"{part:.0%}"
