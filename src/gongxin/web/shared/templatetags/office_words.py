"""Words of the staff pages."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from gongxin.intake.finding import advice
from gongxin.web.shared.templatetags.wording import is_chinese, quoted

register = template.Library()


@register.filter
def finding_text(finding: Mapping[str, Any]) -> SafeString:
    """Return message and hint of a finding in the page's language."""
    if is_chinese():
        return quoted(advice(finding["message"], finding["hint"]))
    return quoted(advice(finding["message_en"], finding["hint_en"], stop=". "))


@register.filter
def percent(share: float) -> str:
    """Return a share as per cent, fine enough for a bound of one in ten thousand."""
    return f"{share * 100:.4f}".rstrip("0").rstrip(".") + " %"
