"""Marks at records, as every page shows them."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from gongxin.disclosure.mark import MARKS, MEANINGS, Mark, MarkSpan
from gongxin.web.shared.templatetags.wording import words

register = template.Library()

LOOKS: Mapping[Mark, str] = {
    Mark.ANNOTATED: "badge warn",
    Mark.SUSPENDED: "badge bad",
    Mark.REPAIRED: "badge good",
}


@register.filter
def mark_badges(marks: Iterable[MarkSpan | Mapping[str, str]] | None) -> SafeString:
    """Return the marks that stand as badges; they come as spans, or as a kept answer has them."""
    return format_html_join(
        "", '<span class="{}">{}</span>', ((LOOKS[one], words(MARKS[one])) for one in _kinds(marks))
    )


@register.filter
def mark_notices(marks: Iterable[MarkSpan] | None) -> SafeString:
    """Return what the marks mean for the reader, a paragraph each."""
    return format_html_join(
        "",
        '<p class="notice warn"><b>{}</b> {}</p>',
        ((words(MARKS[one]), words(MEANINGS[one])) for one in _kinds(marks)),
    )


def _kinds(marks: Iterable[MarkSpan | Mapping[str, str]] | None) -> list[Mark]:
    """Return each kind once: two cases may dispute the same record."""
    return list(
        dict.fromkeys(one.kind if isinstance(one, MarkSpan) else Mark(one["kind"]) for one in marks or ())
    )
