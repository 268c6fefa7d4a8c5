"""Words of the staff pages."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from gongxin.web.shared.templatetags.wording import is_chinese, quoted

register = template.Library()


@register.filter
def finding_text(finding: Mapping[str, Any]) -> SafeString:
    """Return message and hint of a finding in the page's language."""
    message, hint = finding.get("message", ""), finding.get("hint", "")
    texts = [_in_language(text) for text in (message, hint) if text]
    return quoted(" ".join(texts))


def _in_language(text: Any) -> str:
    if isinstance(text, Mapping):
        return str(text["zh" if is_chinese() else "en"])
    chinese, _, english = str(text).partition(" / ")
    return chinese if is_chinese() or not english else english
