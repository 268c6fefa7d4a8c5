"""Words about people: roles, kinds of units, steps with grants, states of requests."""

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gongxin.disclosure.role import ROLES, UNIT_KINDS, Role, UnitKind
from gongxin.web.shared.templatetags.wording import quoted, words

register = template.Library()

STEPS: dict[str, str | Promise] = {
    "account_added": _("添加账号"),
    "account_closed": _("停用账号"),
    "password_reset": _("重设口令"),
    "unlocked": _("解除登录锁定"),
    "granted": _("授予"),
    "revoked": _("收回"),
    "confirmed": _("核查后保留"),
}
STATES: dict[str, str | Promise] = {
    "waiting": _("待核对"),
    "opened": _("核对中"),
    "approved": _("已通过"),
    "refused": _("未通过"),
    "withdrawn": _("已撤回"),
}
SOURCES: dict[str, str | Promise] = {
    "gongxin": _("命令行"),
    "migration": _("系统升级"),
    "identity_provider": _("统一身份认证"),
}


@register.filter
def role_name(role: str) -> SafeString:
    return words(ROLES[Role(role)].label) if role else SafeString("")


@register.filter
def role_duty(role: str) -> SafeString:
    return words(ROLES[Role(role)].duty)


@register.filter
def unit_kind_name(kind: str) -> SafeString:
    return words(UNIT_KINDS[UnitKind(kind)]) if kind else SafeString("")


@register.filter
def step_name(step: str) -> str:
    return str(STEPS[step])


@register.filter
def representation_state(state: str) -> str:
    return str(STATES[state])


@register.filter
def who(account: str) -> SafeString:
    """Return the account that took a step, or what took it where nobody did."""
    return quoted(SOURCES.get(account, account))
