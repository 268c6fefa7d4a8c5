"""Complaints of organisations, as an auditor works through them."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.actions.case import CaseMoved, take
from gongxin.actions.case_step import LONGEST_REASON
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.procedures.case import Refused
from gongxin.procedures.complaint import DISMISSED, UPHELD
from gongxin.queries import case
from gongxin.queries import complaint as facts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.actor import actor
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import refusal

STEPS = {DISMISSED: "dismiss", UPHELD: "uphold"}


class DecisionForm(forms.Form):
    """`seen` is the version of the case that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("结果"),
        widget=forms.RadioSelect,
        choices=[(DISMISSED, _("投诉不成立")), (UPHELD, _("投诉成立"))],
    )
    reasons = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        help_text=_("会原样告知投诉的组织；认定成立的，也告知被投诉的单位。"),
    )


@staff(Role.AUDITOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    context = {"waiting": facts.listed(is_open=True), "decided": facts.listed(is_open=False)}
    return render(request, "office/complaint/list.html", context)


@staff(Role.AUDITOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: PersonRequest, complaint_id: UUID) -> HttpResponse:
    """Show a complaint beside the look it is about, and take the decision."""
    try:
        found = facts.one(complaint_id)
    except facts.NoSuchComplaint as refused:
        return error_page(request, 404, str(refused))
    given = request.POST if request.method == "POST" else None
    form = DecisionForm(given, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid() and _decide(request, complaint_id, form):
        return redirect("office:complaints")
    status = 422 if request.method == "POST" else 200
    view = case.one(complaint_id, actor(request), on=localdate())
    context = {"complaint": found, "form": form, "terms": view.terms if view else (), "is_staff": True}
    return render(request, "office/complaint/complaint.html", context, status=status)


def _decide(request: PersonRequest, complaint_id: UUID, form: DecisionForm) -> bool:
    asked = form.cleaned_data
    try:
        take(
            complaint_id,
            STEPS[asked["outcome"]],
            seen=asked["seen"],
            by=actor(request),
            on=localdate(),
            reason=asked["reasons"],
        )
    except (CaseMoved, Refused, PersonalInText) as refused:
        form.add_error("reasons", refusal(refused))
        return False
    messages.success(request, say("已决定，并已告知投诉的组织。"))
    return True
