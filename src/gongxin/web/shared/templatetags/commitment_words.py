"""Words of commitments: kinds, where one stands, what its due date rests on."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gongxin.procedures.commitment_kind import kind_name
from gongxin.procedures.commitment_plan import CommitmentState, DueBy
from gongxin.queries.commitment import CommitmentFacts
from gongxin.web.shared.templatetags.wording import words

register = template.Library()

STATES = {
    CommitmentState.RUNNING: ("badge accent", _("有效")),
    CommitmentState.WAITING: ("badge accent", _("待核查")),
    CommitmentState.SOON: ("badge warn", _("待核查，期限过半")),
    CommitmentState.OVERDUE: ("badge bad", _("核查逾期")),
    CommitmentState.KEPT: ("badge good", _("全部履行")),
    CommitmentState.PARTLY: ("badge bad", _("部分履行")),
    CommitmentState.BROKEN: ("badge bad", _("全部未履行")),
    CommitmentState.EXPIRED: ("badge", _("已到期")),
}
# For the public: how far the unit is with its verification is not said of the organisation.
PUBLIC_STATES = {
    CommitmentState.WAITING: ("badge accent", _("有效，尚未核查")),
    CommitmentState.SOON: ("badge accent", _("有效，尚未核查")),
    CommitmentState.OVERDUE: ("badge accent", _("有效，尚未核查")),
}
EXPIRED_UNVERIFIED = ("badge", _("已到期，尚未核查"))
DUE_BY = {
    DueBy.COMPLETION: _("承诺的补齐日"),
    DueBy.TEMPLATE: _("承诺书模板的核查期限"),
    DueBy.PLAN: _("本单位的核查计划"),
    DueBy.PARAMETER: _("规定的核查期限"),
}
OPENNESS = {"public": _("可向社会公开"), "shared": _("特定范围内公开"), "authorised": _("不可公开")}


@register.filter
def commitment_kind(code: str) -> SafeString:
    return words(kind_name(code))


@register.filter
def commitment_state(state: CommitmentState) -> SafeString:
    """Return where a commitment stands, for the organisation and the unit."""
    return format_html('<span class="{}">{}</span>', *STATES[state])


@register.filter
def public_commitment_state(one: CommitmentFacts) -> SafeString:
    """Return where a commitment stands, for everybody."""
    state = one.state
    if state in PUBLIC_STATES and one.is_expired:
        return format_html('<span class="{}">{}</span>', *EXPIRED_UNVERIFIED)
    return format_html('<span class="{}">{}</span>', *PUBLIC_STATES.get(state, STATES[state]))


@register.filter
def due_by(code: str) -> str:
    """Return what a due date rests on; nothing where there is none."""
    return str(DUE_BY[DueBy(code)]) if code else ""


@register.filter
def openness_name(code: str) -> str:
    return str(OPENNESS.get(code, code))
