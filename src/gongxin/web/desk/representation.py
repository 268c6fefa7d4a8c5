"""How somebody comes to represent an organisation: an account, a letter, and what became of it."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import account as accounts
from gongxin.actions import letter as letters
from gongxin.actions import representation as requests
from gongxin.queries import representation as facts
from gongxin.web.shared.access import PersonRequest, public, signed_in, takes_files
from gongxin.web.shared.error import error_page
from gongxin.web.shared.letter import letter_file
from gongxin.web.shared.rate import RateLimit, client_address
from gongxin.web.shared.templatetags.wording import refusal

# In the memory of each worker process, as in `rate`: it keeps robots from filling the table of accounts.
REGISTRATIONS = RateLimit(10, seconds=3600)


class Register(forms.Form):
    account = forms.CharField(
        label=_("账号"),
        max_length=64,
        help_text=_("字母开头，3 至 64 个字母、数字、点、横线或下划线。不要用姓名、证件号码或手机号码。"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("口令"),
        max_length=200,
        strip=False,
        help_text=_("至少 12 个字符，不要用常见的口令。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输入一次口令"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class Ask(forms.Form):
    uscc = forms.CharField(
        label=_("组织的统一社会信用代码"),
        min_length=18,
        max_length=18,
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
    )
    letter = forms.FileField(
        label=_("授权书"),
        max_length=200,
        help_text=_("PDF、PNG 或 JPEG，不超过 5 MB。"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Make an account that may do nothing yet but ask to represent an organisation."""
    if request.user.is_authenticated:
        return redirect("desk:request")
    form = Register(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _registered(request, form):
        messages.success(request, say("账号已注册。请登录后提交授权书。"))
        return redirect(f"{settings.LOGIN_URL}?next=/desk/request/")
    status = 422 if form.is_bound else 200
    return render(request, "desk/representation/register.html", {"form": form}, status=status)


@signed_in
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PersonRequest) -> HttpResponse:
    """Show one's requests; make another, with the letter."""
    form = Ask(request.POST, request.FILES) if request.method == "POST" else Ask()
    if request.method == "POST" and _asked(request, form):
        messages.success(request, say("申请已提交，等待信用中心核对。"))
        return redirect("desk:request")
    context = {
        "form": form,
        "requests": facts.of_user(request.person.user),
        "is_staff": bool(request.person.unit),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/representation/request.html", context, status=status)


@signed_in
@never_cache
@require_safe
def letter(request: PersonRequest, request_id: UUID) -> HttpResponseBase:
    """Hand out one's own letter."""
    try:
        return letter_file(facts.one(request_id, user=request.person.user))
    except facts.UnknownRepresentation as refused:
        return error_page(request, 404, str(refused))


@signed_in
@require_POST
def withdraw(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Take one's own request back."""
    try:
        facts.one(request_id, user=request.person.user)
        requests.withdraw(request_id, user=request.person.user)
    except facts.UnknownRepresentation as refused:
        return error_page(request, 404, str(refused))
    except requests.RequestMovedMeanwhile as refused:
        messages.warning(request, refusal(refused))
    else:
        messages.success(request, say("申请已撤回，授权书已删除。"))
    return redirect("desk:request")


def _registered(request: HttpRequest, form: Register) -> bool:
    if not form.is_valid():
        return False
    asked = form.cleaned_data
    if asked["password"] != asked["again"]:
        form.add_error("again", say("两次输入的口令不一致。"))
        return False
    if REGISTRATIONS.take(client_address(request)).wait:
        form.add_error(None, say("同一地址注册过多，请一小时后再试。"))
        return False
    try:
        accounts.register(asked["account"], asked["password"], on=localdate())
    except (accounts.OddName, accounts.AccountTaken) as refused:
        form.add_error("account", str(refusal(refused)))
    except accounts.PasswordRefused as refused:
        form.add_error("password", str(refusal(refused)))
    return form.is_valid()


def _asked(request: PersonRequest, form: Ask) -> bool:
    if not form.is_valid():
        return False
    uscc, file = form.cleaned_data["uscc"].strip().upper(), form.cleaned_data["letter"]
    try:
        content = file.read(letters.LARGEST + 1)
        requests.ask(request.person.user, uscc, content=content, on=localdate())
    except letters.LetterRefused as refused:
        form.add_error("letter", str(refusal(refused)))
    except requests.REFUSALS as refused:
        form.add_error("uscc", str(refusal(refused)))
    return form.is_valid()
