"""Complaints of organisations about looks, as an auditor works through them."""

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

from gongxin.actions import complaint as complaints
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import complaint as facts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import refusal


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("结果"),
        widget=forms.RadioSelect,
        choices=[(complaints.DISMISSED, _("查询正当")), (complaints.UPHELD, _("查询不当"))],
    )
    reasons = forms.CharField(
        label=_("理由"),
        max_length=complaints.LONGEST,
        widget=forms.Textarea,
        help_text=_("会原样告知投诉的组织；认定查询不当的，也告知查询单位。"),
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
    form = DecisionForm(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and form.is_valid() and _decide(request, complaint_id, form):
            return redirect("office:complaints")
        found = facts.one(complaint_id)
    except facts.NoSuchComplaint as refused:
        return error_page(request, 404, str(refused))
    status = 422 if request.method == "POST" else 200
    return render(
        request, "office/complaint/complaint.html", {"complaint": found, "form": form}, status=status
    )


def _decide(request: PersonRequest, complaint_id: UUID, form: DecisionForm) -> bool:
    asked = form.cleaned_data
    try:
        complaints.decide(
            complaint_id,
            asked["outcome"],
            reasons=asked["reasons"],
            by=request.person.account,
            on=localdate(),
        )
    except (complaints.ComplaintDecided, complaints.NoReasons, PersonalInText) as refused:
        form.add_error("reasons", refusal(refused))
        return False
    messages.success(request, say("已决定，并已告知投诉的组织。"))
    return True
