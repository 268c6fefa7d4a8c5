"""Alarms about looks, for auditors: what is odd, what was found, how good the rules are."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions.alarm import LONGEST_REFERRAL, AlarmDecidedMeanwhile, NoGrounds, OwnAlarm, decide
from gongxin.disclosure.alarm import (
    ALARM_OUTCOMES,
    ALARM_RULES,
    RULES,
    AlarmOutcome,
    precision,
    undecided,
)
from gongxin.disclosure.role import Role
from gongxin.law.parameter import load_parameters
from gongxin.queries.alarm import UnknownAlarm, by_id, counts, page
from gongxin.queries.look import LookFilter
from gongxin.queries.look import page as looks
from gongxin.reports.alarm import raise_for
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import plain, refusal

LOOKS_SHOWN = 20


class Decide(forms.Form):
    outcome = forms.ChoiceField(label=_("核查结论"))
    reasons = forms.CharField(label=_("核查情况"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    referred_to = forms.CharField(
        label=_("移送何处"), required=False, max_length=LONGEST_REFERRAL, help_text=_("认定违规时必填。")
    )

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        choices = [(one.value, plain(label)) for one, label in ALARM_OUTCOMES.items()]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


@staff(Role.AUDITOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    parameters = load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    is_open = request.GET.get("state") != "decided"
    missing = undecided(parameters)
    rules = [
        (
            ALARM_RULES[one.rule],
            [parameters[name] for name in RULES[one.rule][1]],
            one.rule in missing,
            one,
            precision(one.decided),
        )
        for one in counts()
    ]
    context = {"alarms": page(is_open=is_open), "is_open": is_open, "rules": rules, "names": ALARM_RULES}
    return render(request, "office/alarm/list.html", context)


@staff(Role.AUDITOR)
@require_POST
def compute(request: PersonRequest) -> HttpResponse:
    """Judge the looks of today now, without waiting for the job."""
    new = raise_for(localdate())
    messages.success(request, say("已计算，新增预警 %(count)s 条。") % {"count": new})
    return redirect("office:alarms")


@staff(Role.AUDITOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alarm(request: PersonRequest, alarm_id: UUID) -> HttpResponse:
    """Show an alarm with the looks it is about; take what the auditor found."""
    try:
        found = by_id(alarm_id)
    except UnknownAlarm as refused:
        return error_page(request, 404, str(refused))
    form = Decide(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            decide(
                alarm_id,
                AlarmOutcome(said["outcome"]),
                reasons=said["reasons"],
                referred_to=said["referred_to"],
                by=request.person.account,
            )
        except (NoGrounds, OwnAlarm, AlarmDecidedMeanwhile) as refused:
            form.add_error(None, str(refusal(refused)))
        else:
            messages.success(request, say("已记录核查结论。"))
            return redirect("office:alarm", alarm_id=alarm_id)
    narrow = LookFilter(unit=found.unit, account=found.account, from_=found.day, to=found.day)
    context = {
        "alarm": found,
        "name": ALARM_RULES[found.rule],
        "outcome": ALARM_OUTCOMES[AlarmOutcome(found.outcome)] if found.outcome else None,
        "looks": looks(narrow, size=LOOKS_SHOWN).looks,
        "form": form,
        "is_own": found.account == request.person.account,
    }
    return render(request, "office/alarm/one.html", context, status=422 if form.errors else 200)
