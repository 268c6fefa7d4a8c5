"""Words of authorisations, contracts and deliveries: their states, and who a recipient is."""

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gongxin.disclosure.authorisation import AuthorisationState
from gongxin.disclosure.contract import ContractState
from gongxin.disclosure.role import UNIT_KINDS, UnitKind
from gongxin.web.shared.templatetags.wording import words

register = template.Library()

AUTHORISATIONS: dict[AuthorisationState, tuple[str, str | Promise]] = {
    AuthorisationState.AWAITING: ("badge warn", _("待复核")),
    AuthorisationState.REFUSED: ("badge", _("未通过")),
    AuthorisationState.COMING: ("badge accent", _("尚未开始")),
    AuthorisationState.IN_FORCE: ("badge good", _("有效")),
    AuthorisationState.ENDED: ("badge", _("已到期")),
    AuthorisationState.REVOKED: ("badge bad", _("已撤销")),
}
CONTRACTS: dict[ContractState, tuple[str, str | Promise]] = {
    ContractState.AWAITING: ("badge warn", _("待复核")),
    ContractState.REFUSED: ("badge", _("未通过")),
    ContractState.COMING: ("badge accent", _("尚未开始")),
    ContractState.IN_FORCE: ("badge good", _("有效")),
    ContractState.ENDED: ("badge", _("已到期")),
    ContractState.CANCELLED: ("badge bad", _("已取消")),
}
DELIVERIES: dict[str, tuple[str, str | Promise]] = {
    "waiting": ("badge", _("排队等候")),
    "running": ("badge accent", _("处理中")),
    "delivered": ("badge good", _("可以取回")),
    "stopped": ("badge bad", _("已停止")),
}


@register.filter
def authorisation_state(state: AuthorisationState) -> SafeString:
    return format_html('<span class="{}">{}</span>', *AUTHORISATIONS[state])


@register.filter
def contract_state(state: ContractState) -> SafeString:
    return format_html('<span class="{}">{}</span>', *CONTRACTS[state])


@register.filter
def delivery_state(state: str) -> SafeString:
    return format_html('<span class="{}">{}</span>', *DELIVERIES[state])


@register.filter
def unit_kind(kind: str) -> SafeString:
    """Return what a unit is: 金融机构, 信用服务机构, …"""
    return words(UNIT_KINDS[UnitKind(kind)]) if kind else SafeString("")
