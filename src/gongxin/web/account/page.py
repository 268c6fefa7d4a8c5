"""The account's own page, and leaving."""

from allauth.account.internal.flows import logout
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions.session import end_others
from gongxin.queries import sign_in as facts
from gongxin.queries.session import of_user as sessions_of


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what protects the account and where it leads."""
    found = facts.of_user(request.user.pk or 0)
    context = {"sign_in": found, "provider": settings.GONGXIN_OIDC.get("name")}
    return render(request, "account/home.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where the account is signed in, and end what is not this browser."""
    user, current = request.user.pk or 0, request.session.session_key or ""
    if request.method == "POST":
        ended = end_others(user, current=current)
        messages.success(request, say("已结束其他登录 %(count)s 处。") % {"count": ended})
        return redirect("account_sessions")
    return render(
        request, "account/sessions.html", {"sessions": sessions_of(user, current=current, now=now())}
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, or a sign-in that waits for its second step."""
    logout.logout(request)
    return redirect("portal:home")


@require_safe
def no_password(request: HttpRequest) -> HttpResponse:
    """Say why an account that signs in elsewhere has no password to change."""
    messages.warning(request, say("本账号通过统一身份认证登录，没有口令。"))
    return redirect("account_home")


@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    messages.warning(request, say("已取消，没有登录。"))
    return redirect(settings.LOGIN_URL)
