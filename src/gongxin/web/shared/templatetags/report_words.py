"""Words of credit reports on pages."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.ledger.credit_report import grouped

register = template.Library()
register.filter("report_number", grouped)

KINDS: dict[str, str | Promise] = {
    "public": _("公开版信用报告"),
    "full": _("完整版信用报告"),
    "no_violation": _("专项报告（代替无违法违规证明）"),
}
CHANNELS: dict[str, str | Promise] = {
    "desk": _("组织服务台"),
    "window": _("服务窗口"),
    "batch": _("批量"),
    "command": _("命令行"),
}
AUTHORITIES: dict[str, str | Promise] = {
    "letter": _("代表持授权书"),
    "agent": _("委托代理人持委托书"),
}


@register.filter
def report_kind(kind: str) -> str:
    return str(KINDS.get(kind, kind))


@register.filter
def report_channel(channel: str) -> str:
    return str(CHANNELS.get(channel, channel))


@register.filter
def report_authority(authority: str) -> str:
    return str(AUTHORITIES.get(authority, authority))
