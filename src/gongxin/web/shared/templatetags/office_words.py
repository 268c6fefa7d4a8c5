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
    ending = "" if is_chinese() else "_en"
    return quoted(" ".join(finding[name + ending] for name in ("message", "hint") if finding[name + ending]))
