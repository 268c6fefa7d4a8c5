"""Words, days and numbers as a page says them, in the language of the page.

Text that comes from the data stays in Chinese on an English page and is marked as such (`lang`), so that a
screen reader changes its voice and a test can tell data from what we forgot to translate.
"""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongxin.law.citation import Article
from gongxin.law.instrument import title
from gongxin.law.parameter import Value
from gongxin.organisations.kind import Kind
from gongxin.queries.item import item_of, named_item
from gongxin.queries.shown_entry import ShownField

register = template.Library()

CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_TERM = date(2099, 12, 31)  # how the double-publicity standard writes 长期
KINDS = frozenset(Kind)
TIERS = {"minor": _("轻微"), "ordinary": _("一般"), "severe": _("严重")}


class Bilingual(Protocol):
    """Anything with a text in each language."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


def is_chinese() -> bool:
    return not (get_language() or "zh").startswith("en")


@register.filter
def plain(label: Bilingual) -> str:
    """Return the label's text in the page's language, for places that hold no markup."""
    return label.zh if is_chinese() else label.en


@register.filter
def quoted(text: object) -> SafeString:
    """Return text from the data; on an English page Chinese text says that it is Chinese."""
    shown = str(text)
    if is_chinese() or not CHINESE.search(shown):
        return conditional_escape(shown)
    return format_html('<span lang="zh-Hans">{}</span>', shown)


@register.filter
def words(label: Bilingual) -> SafeString:
    """Return the label in the page's language."""
    return quoted(plain(label))


@register.filter
def refusal(text: object) -> SafeString:
    """Return the half of a refusal (`中文 / English`) that is in the page's language."""
    chinese, _parted, english = str(text).rpartition(" / ")
    return quoted(chinese if is_chinese() and chinese else english)


@register.filter
def day(on: date | None) -> SafeString:
    """Return a day as people write it: 2026年4月1日, 1 Apr 2026; 长期 for the day that stands for no end."""
    if on is None:
        return SafeString("")
    month = MONTHS[on.month - 1]
    text = f"{on.year}年{on.month}月{on.day}日" if is_chinese() else f"{on.day} {month} {on.year}"
    return _time(on, text)


@register.filter
def iso_day(on: date | None) -> SafeString:
    """Return a day for columns: 2026-04-01."""
    return _time(on, on.isoformat()[:10]) if on else SafeString("")


def _time(on: date, text: str) -> SafeString:
    shown = _("长期") if on >= LONG_TERM else text
    return format_html('<time datetime="{}">{}</time>', on.isoformat()[:10], shown)


@register.filter
def moment(at: datetime | None) -> SafeString:
    """Return an instant to the minute in the platform's time zone."""
    if at is None:
        return SafeString("")
    local = localtime(at)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), local.strftime("%Y-%m-%d %H:%M"))


@register.filter
def grouped(number: int | None) -> str:
    """Return a whole number with separators: 1,234,567."""
    return "" if number is None else f"{number:,}"


@register.filter
def shown(field: ShownField) -> SafeString:
    """Return a field's value in the page's language."""
    return quoted(field.value if is_chinese() else field.value_en)


@register.filter
def tier_name(tier: str | None) -> str:
    """Return the tier's name: 轻微, 一般, 严重."""
    return str(TIERS[tier]) if tier in TIERS else ""


@register.filter
def item_name(code: str) -> SafeString:
    """Return the name of a catalogue item, also of one that was dropped; its code where none is known."""
    return _item_name(code, localdate(), is_chinese())


@lru_cache(maxsize=1024)
def _item_name(code: str, on: date, _chinese: bool) -> SafeString:
    item = named_item(code, on)
    return words(item.name) if item else conditional_escape(code)


@register.filter
def cite(article: Article) -> SafeString:
    """Return the article's title as a link to what rests on it."""
    return _cite(article, is_chinese())


@lru_cache(maxsize=1024)
def _cite(article: Article, _chinese: bool) -> SafeString:
    url = reverse("portal:law_instrument", args=[article.instrument])
    anchor = f"#art-{article.number}" if article.number else ""
    return format_html(
        '<a href="{}{}">{}</a>', url, anchor, words(title(article, *settings.GONGXIN_CITY_FOLDERS))
    )


@register.filter
def hexadecimal(digest: bytes | None) -> str:
    return digest.hex() if digest else ""


@register.filter
def amount(value: Value) -> str:
    """Return a legal number with its unit: 12 个月, 12 months."""
    return value.text("zh" if is_chinese() else "en")


@register.filter
def kind_name(kind: str) -> SafeString:
    """Return the name of a kind of organisation."""
    return words(Kind(kind).label) if kind in KINDS else conditional_escape(kind)


@register.filter
def status_name(status: str) -> SafeString:
    """Return the name of an organisation's state, as the catalogue's registration item words it."""
    item = item_of("organisation_registration", localdate())
    label = item.field("status").codes.get(status) if item and item.has("status") else None
    return words(label) if label else quoted(status)
