"""The choice of language: a cookie of our own, set by an ordinary link."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from gongxin.web.shared.access import public
from gongxin.web.shared.error import not_found

A_YEAR = 365 * 24 * 60 * 60


@public
@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language and return to where the reader was; never to another site."""
    if code not in dict(settings.LANGUAGES):
        return not_found(request)
    back = request.GET.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if is_ours else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=A_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response
