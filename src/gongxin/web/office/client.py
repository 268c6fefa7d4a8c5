"""The programs of the unit, kept by its administrator: made, given a new secret, ended."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from gongxin.actions import client as clients
from gongxin.actions.client import Made, Wanted
from gongxin.disclosure.role import Role
from gongxin.disclosure.scope import SCOPES, NotAScope, allowed_in
from gongxin.queries import client as facts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import plain

OVERLAPS = {0: _("立即失效"), 1: _("1 天"), 7: _("7 天"), 30: _("30 天")}
OVERLAP = 7


class NewClient(forms.Form):
    label = forms.CharField(label=_("用途"), max_length=64, help_text=_("如“审批系统”。"))
    scopes = forms.MultipleChoiceField(label=_("范围"), widget=forms.CheckboxSelectMultiple)
    certificate = forms.CharField(
        label=_("证书指纹（选填）"),
        required=False,
        max_length=95,
        help_text=_("证书 DER 的 SHA-256，64 位十六进制。填写后，应用必须出示该证书。"),
    )

    def __init__(self, kind: str, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        allowed = sorted(allowed_in(kind), key=list(SCOPES).index)
        self.fields["scopes"].choices = [(one.value, plain(SCOPES[one].label)) for one in allowed]  # type: ignore[attr-defined]


class NewSecret(forms.Form):
    overlap = forms.TypedChoiceField(
        label=_("旧密钥"), choices=list(OVERLAPS.items()), coerce=int, initial=OVERLAP
    )


@staff(Role.UNIT_ADMINISTRATOR)
@never_cache
@sensitive_variables("made")
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: PersonRequest) -> HttpResponse:
    """Show the unit's programs, or make one; its secret is shown this once."""
    form = NewClient(request.person.unit_kind or "", request.POST or None)
    made = _added(request, form) if request.method == "POST" and form.is_valid() else None
    return _page(request, form, made)


def _added(request: PersonRequest, form: NewClient) -> Made | None:
    asked = form.cleaned_data
    wanted = Wanted(asked["label"], " ".join(asked["scopes"]), asked["certificate"])
    try:
        return clients.add(request.person.unit, wanted, by=request.person.account)
    except (NotAScope, clients.NotACertificate) as refusal:
        form.add_error("certificate", str(refusal))
        return None


@staff(Role.UNIT_ADMINISTRATOR)
@never_cache
@sensitive_variables("made")
@require_POST
def rotate(request: PersonRequest, client: str) -> HttpResponse:
    """Make a new secret and show it this once."""
    asked = NewSecret(request.POST)
    days = asked.cleaned_data["overlap"] if asked.is_valid() else OVERLAP
    try:
        made = clients.rotate(client, unit=request.person.unit, overlap=timedelta(days=days))
    except clients.UnknownClient as refusal:
        return error_page(request, 404, str(refusal))
    return _page(request, NewClient(request.person.unit_kind or ""), made)


@staff(Role.UNIT_ADMINISTRATOR)
@require_POST
def revoke(request: PersonRequest, client: str) -> HttpResponse:
    try:
        clients.revoke(client, unit=request.person.unit, by=request.person.account)
    except clients.UnknownClient as refusal:
        return error_page(request, 404, str(refusal))
    messages.success(request, say("应用已撤销，它的密钥和令牌立即失效。"))
    return redirect("office:clients")


def _page(request: PersonRequest, form: NewClient, made: Made | None) -> HttpResponse:
    now = timezone.now()
    context = {
        "form": NewClient(request.person.unit_kind or "") if made else form,
        "made": made,
        "clients": facts.of_unit(request.person.unit, at=now),
        "scopes": SCOPES,
        "new_secret": NewSecret(),
        "person": request.person,
    }
    status = 422 if form.is_bound and made is None else 200
    return render(request, "office/client/list.html", context, status=status)
