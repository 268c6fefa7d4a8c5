"""Words of the desk: who sees a record, what can be done about it, and what a notice says."""

from datetime import date

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gongxin.catalogue.publicity import Disclosure
from gongxin.queries.case import case_of_step
from gongxin.queries.matter import matter_basis
from gongxin.queries.notice import NoticeFacts
from gongxin.queries.shown_entry import ShownEntry
from gongxin.web.shared.templatetags.wording import cite, day, is_chinese, quoted

register = template.Library()

SHOWN, COMING, OVER, NEVER = "shown", "coming", "over", "never"
BADGES: dict[str, tuple[str, str | Promise]] = {
    SHOWN: ("badge accent", _("正在公示")),
    COMING: ("badge", _("尚未公示")),
    OVER: ("badge", _("公示期已满")),
    NEVER: ("badge", _("不公示")),
    Disclosure.SHARED: ("badge", _("政务共享")),
    Disclosure.AUTHORISED: ("badge", _("凭授权查询")),
}
SENTENCES: dict[str, str | Promise] = {
    SHOWN: _("任何人都能在门户网站查到。期满后自动停止公示，不需要申请。"),
    COMING: _("将来会向社会公示，现在还查不到。"),
    OVER: _("曾向社会公示，公示期已满，公众现在查不到。"),
    NEVER: _("按规定不向社会公示，公众查不到。"),
    Disclosure.SHARED: _("不向社会公开。公共机构办理应用清单上的事项时可以查询，每次查询都有记录。"),
    Disclosure.AUTHORISED: _(
        "不向社会公开。只有本组织自己，和经本组织授权的单位可以查询，每次查询都有记录。"
    ),
}
CHANNELS = {
    "page": _("网页"),
    "api": _("接口"),
    "file": _("批量文件"),
    "desk": _("服务台"),
    "report": _("报告"),
}


def sight_of(entry: ShownEntry, on: date) -> str:
    """Return how far a record is open on a day: a key of BADGES."""
    if entry.disclosure != Disclosure.PUBLIC:
        return entry.disclosure
    if entry.shown_from is None:
        return NEVER
    if on < entry.shown_from:
        return COMING
    return OVER if entry.shown_until is not None and on > entry.shown_until else SHOWN


@register.filter
def sight_badge(entry: ShownEntry, on: date) -> SafeString:
    """Say in a word who sees the record."""
    return format_html('<span class="{}">{}</span>', *BADGES[sight_of(entry, on)])


@register.filter
def sight_text(entry: ShownEntry, on: date) -> str:
    """Say in a sentence who sees the record."""
    return str(SENTENCES[sight_of(entry, on)])


@register.filter
def repair_badge(entry: ShownEntry, on: date) -> SafeString:
    """Say whether the record can be repaired now, or from when; nothing where repair does not apply."""
    if entry.repairable_on is None:
        return SafeString("")
    if entry.repairable_on <= on:
        return format_html('<span class="badge good">{}</span>', _("现在可以申请修复"))
    text = format_html(say("{} 起可申请修复"), day(entry.repairable_on))
    return format_html('<span class="badge">{}</span>', text)


@register.filter
def matter_article(matter: str) -> SafeString:
    """Return the article on which a matter of the application list rests."""
    basis = matter_basis(matter)
    return cite(basis) if basis else SafeString("")


@register.filter
def channel_name(channel: str) -> str:
    return str(CHANNELS.get(channel, channel))


@register.filter
def notice_title(notice: NoticeFacts) -> SafeString:
    return quoted(notice.kind.title.text("zh" if is_chinese() else "en"))


@register.filter
def notice_text(notice: NoticeFacts) -> SafeString:
    """Return what a notice says; on an English page a value in Chinese says that it is Chinese."""
    language = "zh" if is_chinese() else "en"
    parts = (quoted(part.text) for part in notice.kind.words(notice.values, language))
    return mark_safe("".join(parts))  # noqa: S308 each part is escaped


@register.simple_tag
def notice_page(notice: NoticeFacts, uscc: str) -> str:
    """Return where the reader of a notice to an organisation goes on: to the case it is about, if any."""
    case = case_of_step(notice.about) if notice.about else None
    if case:
        return reverse("desk:case", args=[uscc, case])
    return reverse(f"desk:{notice.kind.page}", args=[uscc])
