"""Evaluation models in the office: what they say, trials over everybody, and their release by two persons."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import release as releases
from gongxin.actions import trial as trials
from gongxin.actions.release import LONGEST_REASON, NotReleasable, UnknownEdition
from gongxin.actions.trial import TrialUnderWay
from gongxin.disclosure.role import Role
from gongxin.evaluation.model import Model
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import release as released
from gongxin.queries import trial as tried
from gongxin.queries.release import editions
from gongxin.queries.trial import TrialFacts
from gongxin.reports.trial import report
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.templatetags.wording import is_chinese, refusal

DECIDING = Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER
REFUSALS = NotReleasable, UnknownEdition, TrialUnderWay, PersonalInText


class Proposing(forms.Form):
    effective_on = forms.DateField(label=_("施行日期"), widget=DayInput())
    reasons = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("说明权重怎样确定、是否征求过意见。复核人和公众都能看到，不要写个人信息。"),
    )


@staff(*DECIDING)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    """List the models with the edition in use and what waits for a second person."""
    in_use = {one.model: one for one in released.all_in_use(localdate())}
    newest: dict[str, Model] = {one.code: one for one in editions()}
    context = {
        "models": [(one, in_use.get(one.code)) for one in newest.values()],
        "waiting": released.waiting(),
        "by_code": newest,
    }
    return render(request, "office/model/list.html", context)


@staff(*DECIDING)
@never_cache
@require_safe
def model(request: PersonRequest, code: str) -> HttpResponse:
    """Show an edition of a model, its trials, and how it came into use."""
    known = [one for one in editions() if one.code == code]
    if not known:
        raise Http404
    chosen = next((one for one in known if one.edition == request.GET.get("edition")), known[-1])
    context = {
        "model": chosen,
        "editions": known,
        "in_use": released.in_use(code, localdate()),
        "trials": tried.of_model(code),
        "releases": released.of_model(code),
    }
    return render(request, "office/model/model.html", context)


@staff(*DECIDING)
@require_POST
def order(request: PersonRequest, code: str) -> HttpResponse:
    """Try an edition over everybody."""
    try:
        made = trials.order(code, request.POST.get("edition", ""), by=request.person.account, on=localdate())
    except REFUSALS as refused:
        messages.error(request, refusal(refused))
        return redirect("office:models")
    messages.success(request, say("已开始试算。完成后刷新本页即可看到结果。"))
    return redirect("office:trial", trial_id=made)


@staff(*DECIDING)
@never_cache
@require_safe
def trial(request: PersonRequest, trial_id: UUID) -> HttpResponse:
    return _trial_page(request, _known(trial_id), Proposing())


@staff(*DECIDING)
@never_cache
@require_safe
def trial_report(request: PersonRequest, trial_id: UUID) -> HttpResponse:
    """Return the report for the meeting that decides, as PDF."""
    found = _known(trial_id)
    if found.result is None:
        raise Http404
    language = "zh" if is_chinese() else "en"
    answer = HttpResponse(report(found, _edition(found), language=language), content_type="application/pdf")
    name = f"trial-{found.model}-{found.edition}-{found.on}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@staff(Role.CENTRE_OPERATOR)
@require_POST
def propose(request: PersonRequest, trial_id: UUID) -> HttpResponse:
    """Propose the edition that was tried; somebody else confirms it."""
    found, form = _known(trial_id), Proposing(request.POST)
    if form.is_valid():
        try:
            releases.propose(trial_id, **form.cleaned_data, by=request.person.account, on=localdate())
        except REFUSALS as refused:
            form.add_error(None, str(refusal(refused)))
        else:
            messages.success(request, say("已提出施行，等待另一人复核。"))
            return redirect("office:model", code=found.model)
    return _trial_page(request, found, form, status=422)


@staff(Role.CENTRE_REVIEWER)
@require_POST
def decide(request: PersonRequest, release_id: UUID) -> HttpResponse:
    """Confirm or refuse a proposed edition."""
    found = released.one(release_id)
    decision = request.POST.get("decision")
    if found is None or decision not in ("confirm", "refuse"):
        raise Http404
    person = request.person
    try:
        if decision == "confirm":
            releases.confirm(release_id, by=person.account, unit=person.unit)
            messages.success(request, say("已复核，到施行日期起生效。"))
        else:
            said = request.POST.get("said", "")
            releases.refuse(release_id, reason=said, by=person.account, on=localdate())
            messages.success(request, say("已退回。"))
    except REFUSALS as refused:
        messages.error(request, refusal(refused))
    return redirect("office:model", code=found.model)


def _trial_page(
    request: PersonRequest, found: TrialFacts, form: Proposing, status: int = 200
) -> HttpResponse:
    context = {
        "trial": found,
        "model": _edition(found),
        "result": found.result,
        "form": form,
        "releases": [one for one in released.of_model(found.model) if one.trial_id == found.id],
    }
    return render(request, "office/model/trial.html", context, status=status)


def _known(trial: UUID) -> TrialFacts:
    found = tried.one(trial)
    if found is None:
        raise Http404
    return found


def _edition(found: TrialFacts) -> Model:
    """Return the edition that was tried.

    Raises:
        Http404: its file was taken away.
    """
    known = released.edition(found.model, found.edition)
    if known is None:
        raise Http404
    return known
