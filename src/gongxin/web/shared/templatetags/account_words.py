"""What pages say about signing in and about programs."""

from django import template
from django.conf import settings
from django.urls import reverse

from gongxin.disclosure.scope import SCOPES, Scope
from gongxin.web.shared.sign_in_step import SET_UP, step_first
from gongxin.web.shared.templatetags.wording import plain

register = template.Library()


@register.simple_tag
def identity_provider() -> str:
    """Return the name of the OpenID Connect provider; empty where there is none."""
    name: str = settings.GONGXIN_OIDC.get("name", "")
    return name


@register.simple_tag
def second_factor_is_optional() -> bool:
    return bool(settings.GONGXIN_SECOND_FACTOR == "optional")


@register.simple_tag(takes_context=True)
def second_factor_is_due(context: template.Context) -> bool:
    """Say whether nothing else opens until a second factor is set up."""
    request = context["request"]
    found = getattr(request, "person", None)
    return step_first(request, is_staff=bool(found and found.unit)) == reverse(SET_UP)


@register.filter
def scope_name(scope: Scope) -> str:
    """Return what a program may do in words."""
    return str(plain(SCOPES[scope].label))
