"""Parts of pages that are alike for everybody, or so many that a template is too slow."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongxin.law.label import Label
from gongxin.queries.shown_entry import ShownEntry, ShownField, VersionFacts
from gongxin.web.shared.templatetags.wording import (
    grouped,
    is_chinese,
    iso_day,
    moment,
    quoted,
    tier_name,
    words,
)

register = template.Library()

TIER_LOOKS = {"ordinary": "badge warn", "severe": "badge bad"}


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> SafeString:
    """Return the main navigation with the present place marked."""
    match = getattr(context.get("request"), "resolver_match", None)
    return _part("shared/_navigation.html", match.view_name if match else "", get_language() or "")


@register.simple_tag
def foot() -> SafeString:
    return _part("shared/_foot.html", "", get_language() or "")


@lru_cache(maxsize=256)
def _part(name: str, here: str, _language: str) -> SafeString:
    return render_to_string(name, {"here": here})


@register.filter
def tier_badge(tier: str | None) -> SafeString:
    """Return the tier as a badge, nothing where there is none."""
    if not tier:
        return SafeString("")
    return format_html('<span class="{}">{}</span>', TIER_LOOKS.get(tier, "badge"), tier_name(tier))


@register.filter
def record_side(entry: ShownEntry) -> SafeString:
    """Return when a record was decided, how long it shows and where it comes from."""
    return format_html(
        "{}<div>{}</div><div>{} {}{}</div>",
        format_html("<div>{} {}</div>", _("决定"), iso_day(entry.decided_on)) if entry.decided_on else "",
        _window(entry),
        _("来源"),
        quoted(entry.unit_name or entry.unit),
        format_html(' <span class="late">{}</span>', _("迟报")) if entry.is_late else "",
    )


def _window(entry: ShownEntry) -> SafeString:
    shown_from = iso_day(entry.shown_from)
    if entry.shown_until:
        return format_html("{} {} {} {}", _("公示"), shown_from, _("至"), iso_day(entry.shown_until))
    return format_html("{} {}", _("公示"), format_html(_("自 {} 起"), shown_from))


def fact_list(fields: Iterable[ShownField]) -> SafeString:
    """Return fields with their values, as a list of terms shows them."""
    chinese = is_chinese()
    told = (
        (_term(one.label, chinese), escape(one.value) if chinese else quoted(one.value_en)) for one in fields
    )
    return SafeString(
        "".join(f'<div><dt>{term}</dt><dd class="long">{value}</dd></div>' for term, value in told)
    )


@lru_cache(maxsize=4096)
def _term(label: Label, _chinese: bool) -> SafeString:
    return words(label)


def version_list(versions: Iterable[VersionFacts], standing: int) -> SafeString:
    """Return the versions of a record; the one that stands is marked."""
    return format_html_join(
        "",
        '<li{}><b>{}</b> {}<br><span class="muted">{} · {} {}</span></li>',
        (
            (
                SafeString(' class="now"') if one.version == standing else "",
                _("第 %(version)s 版") % {"version": one.version},
                _happened(one),
                moment(one.known_at),
                _("日志"),
                grouped(one.sequence),
            )
            for one in versions
        ),
    )


def _happened(version: VersionFacts) -> str:
    if version.kind == "withdrawal":
        return _("撤回")
    return _("首次入库") if version.version == 1 else _("更正")
