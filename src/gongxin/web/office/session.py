"""Signing in and out."""

from django import forms
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongxin.web.shared import attempt
from gongxin.web.shared.access import public

HOME = "office:batches"


class SignIn(forms.Form):
    account = forms.CharField(
        label=_("账号"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("口令"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or start a session. Which of account and password was wrong is not said."""
    if request.method != "POST" and request.user.is_authenticated:
        return redirect(HOME)
    form = SignIn(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _enter(request, form):
            return redirect(_target(request))
        status = 422
    target = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "office/session/sign_in.html", {"form": form, "next": target}, status=status)


def _enter(request: HttpRequest, form: SignIn) -> bool:
    account = form.cleaned_data["account"]
    if wait := attempt.seconds_to_wait(request, account):
        form.add_error(None, say("尝试次数过多，请 %(minutes)s 分钟后再试。") % {"minutes": -(-wait // 60)})
        return False
    user = auth.authenticate(request, username=account, password=form.cleaned_data["password"])
    if user is None:
        form.add_error(None, say("账号或口令不对。请检查大小写；忘记口令请联系本单位管理员。"))
        return False
    attempt.succeeded(request, account)
    auth.login(request, user)
    return True


def _target(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return target if is_ours else HOME


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    return redirect("portal:home")
