"""Where the organisation is told that there is a message: its e-mail and its webhook, never a person's."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import contact as contacts
from gongxin.actions import mail
from gongxin.actions.public_address import NotPublic
from gongxin.actions.webhook import NotAWebhook
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import contact as facts
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.templatetags.wording import refusal


class EmailForm(forms.Form):
    address = forms.EmailField(
        label=_("组织的邮箱"),
        max_length=contacts.LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("请用组织的公用邮箱。含手机号码的邮箱属于个人，不接受。"),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("验证码"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class WebhookForm(forms.Form):
    address = forms.CharField(
        label=_("回调地址"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        help_text=_("以 https:// 开头，能从互联网访问。"),
    )


@representative
@never_cache
@require_safe
def contact(request: PersonRequest, uscc: str) -> HttpResponse:
    return _page(request, uscc)


@representative
@require_POST
def email(request: PersonRequest, uscc: str) -> HttpResponse:
    form = EmailForm(request.POST)
    if form.is_valid():
        try:
            contacts.propose_email(
                uscc, form.cleaned_data["address"], by=request.person.account, on=localdate()
            )
        except (contacts.NotAnEmail, contacts.TooManyCodes, PersonalInText) as refused:
            form.add_error("address", refusal(refused))
        else:
            messages.success(request, say("验证码已发往该邮箱，请在下面填写。"))
            return redirect("desk:contact", uscc=uscc)
    return _page(request, uscc, status=422, email_form=form)


@representative
@require_POST
def confirm(request: PersonRequest, uscc: str) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            contacts.confirm_email(uscc, form.cleaned_data["code"], by=request.person.account)
        except contacts.WrongCode as refused:
            form.add_error("code", refusal(refused))
        else:
            messages.success(request, say("邮箱已启用。"))
            return redirect("desk:contact", uscc=uscc)
    return _page(request, uscc, status=422, code_form=form)


@representative
@never_cache
@require_POST
def webhook(request: PersonRequest, uscc: str) -> HttpResponse:
    """Take a webhook into use; its secret stands on this answer and nowhere else."""
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            secret = contacts.set_webhook(uscc, form.cleaned_data["address"], by=request.person.account)
        except (NotAWebhook, NotPublic) as refused:
            form.add_error("address", refusal(refused))
        else:
            return _page(request, uscc, secret=secret)
    return _page(request, uscc, status=422, webhook_form=form)


@representative
@require_POST
def end(request: PersonRequest, uscc: str, channel: str) -> HttpResponse:
    if contacts.end(uscc, channel, by=request.person.account):
        messages.success(request, say("已停用，不再向它发送。"))
    return redirect("desk:contact", uscc=uscc)


def _page(request: HttpRequest, uscc: str, status: int = 200, **given: object) -> HttpResponse:
    context = {
        "contacts": facts.of_organisation(uscc),
        "email_form": EmailForm(),
        "code_form": CodeForm(),
        "webhook_form": WebhookForm(),
        "mail_is_on": mail.is_on(),
        **given,
    }
    return desk_page(request, uscc, "desk/contact/contact.html", context, status)
