"""A complaint about a leak, tampering, or queries that no list of looks shows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongxin.actions.case_step import LONGEST_REASON
from gongxin.actions.complaint import report
from gongxin.intake.free_text import PersonalInText
from gongxin.procedures.case import Refused
from gongxin.procedures.complaint import GROUNDS
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.actor import actor
from gongxin.web.shared.templatetags.wording import plain, refusal


class ComplaintForm(forms.Form):
    ground = forms.ChoiceField(label=_("投诉什么"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("情况说明"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        help_text=_("写明什么时间、在哪里看到、怎么发现的。请不要写个人的姓名、证件号码和电话。"),
    )

    def __init__(self, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(given)
        self.fields["ground"].choices = [(code, plain(label)) for code, label in GROUNDS.items()]  # type: ignore[attr-defined]


@representative
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: PersonRequest, uscc: str) -> HttpResponse:
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = report(asked["ground"], uscc=uscc, text=asked["text"], by=actor(request), on=localdate())
        except (Refused, PersonalInText) as refused:
            form.add_error("text", refusal(refused))
        else:
            messages.success(request, say("投诉已提交，由审计人员处理。结果会在“消息”中告知。"))
            return redirect("desk:case", uscc=uscc, case_id=made)
    status = 422 if request.method == "POST" else 200
    return desk_page(request, uscc, "desk/complaint/form.html", {"form": form}, status=status)
