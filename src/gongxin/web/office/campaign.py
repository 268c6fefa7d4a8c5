"""Special campaigns in the office: planned and opened, the ledger of organisations, the chart, the report."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import campaign as actions
from gongxin.catalogue.label import Label
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.procedures.case import Refused
from gongxin.queries import campaign as facts
from gongxin.reports import campaign as reports
from gongxin.reports.campaign_chart import chart
from gongxin.supervision.campaign_rule import campaign_rules
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.actor import actor
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.error import error_page
from gongxin.web.shared.report_file import pdf_file
from gongxin.web.shared.sheet import LARGEST, sheet
from gongxin.web.shared.templatetags.wording import is_chinese, plain, refusal

LEADING = (Role.DATA_OFFICER, Role.DATA_REVIEWER)
REFUSALS = (actions.CampaignRefused, PersonalInText, Refused, reports.NoRule)
SHOWN = 200


class NewCampaign(forms.Form):
    code = forms.CharField(label=_("编号"), max_length=40)
    rule = forms.ChoiceField(label=_("治理对象"))
    name = forms.CharField(label=_("名称"), max_length=120)
    name_en = forms.CharField(label=_("英文名称（可不填）"), max_length=120, required=False)
    from_on = forms.DateField(label=_("从哪天起"), widget=DayInput())
    until_on = forms.DateField(label=_("到哪天止（含当天）"), widget=DayInput())

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        rules = campaign_rules(*settings.GONGXIN_CITY_FOLDERS)
        self.fields["rule"].choices = [(rule.code, plain(rule.name)) for rule in rules]  # type: ignore[attr-defined]
        self.initial.setdefault("from_on", localdate())

    def planned(self) -> actions.PlannedCampaign:
        asked = self.cleaned_data
        name = Label(asked["name"], asked["name_en"] or asked["name"])
        return actions.PlannedCampaign(
            asked["code"], name, asked["rule"], asked["from_on"], asked["until_on"]
        )


@staff(*LEADING)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    found = [(one, facts.progress(one.id)) for one in facts.of_unit(request.person.unit)]
    names = {rule.code: rule.name for rule in campaign_rules(*settings.GONGXIN_CITY_FOLDERS)}
    return render(request, "office/campaign/list.html", {"campaigns": found, "names": names})


@staff(*LEADING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Show the form, or keep the plan; the organisations come in when somebody else opens it."""
    form, person = NewCampaign(request.POST if request.method == "POST" else None), request.person
    if form.is_bound and form.is_valid():
        try:
            made = actions.plan(form.planned(), unit=person.unit, by=person.account, on=localdate())
        except REFUSALS as refused:
            form.add_error(None, str(refusal(refused)))
        else:
            messages.success(request, say("已保存，请另一人核对后启动。"))
            return redirect("office:campaign", campaign_id=made)
    return render(request, "office/campaign/new.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(*LEADING)
@never_cache
@require_safe
def one(request: PersonRequest, campaign_id: UUID) -> HttpResponse:
    """Show how far a campaign is, and the organisations that the unit sees to, or all where it leads."""
    person = request.person
    try:
        found = facts.one(campaign_id, unit=person.unit)
    except facts.UnknownCampaign as refused:
        return error_page(request, 404, str(refused))
    leads, wanted = found.unit == person.unit, request.GET.get("state", "")
    state = wanted if wanted in facts.STATES else ""
    rule, progress = reports.rule_of(found.rule), facts.progress(campaign_id)
    members = facts.members(campaign_id, unit="" if leads else person.unit, state=state, size=SHOWN)
    waiting = facts.members(campaign_id, unit=person.unit, state=facts.LISTED, size=LARGEST)
    context = {
        "campaign": found,
        "rule": rule,
        "leads": leads,
        "state": state,
        "shown": SHOWN,
        "members": members,
        "waiting": len(waiting),
        "progress": progress,
        "counts": [
            (code, label, progress.counts[code])
            for code, label in facts.STATES.items()
            if code in progress.counts
        ],
        "chart": chart(found, facts.days(campaign_id), progress.members, on=localdate()),
        "in_scope": len(facts.scope(rule, unit=person.unit, on=localdate()))
        if found.state == "draft"
        else None,
        "is_author": found.made_by == person.account,
        "is_closer": found.closing_by == person.account,
    }
    return render(request, "office/campaign/one.html", context)


@staff(*LEADING)
@never_cache
@require_safe
def one_sheet(request: PersonRequest, campaign_id: UUID) -> HttpResponse:
    """The ledger of a campaign as a table."""
    try:
        found = facts.one(campaign_id, unit=request.person.unit)
    except facts.UnknownCampaign as refused:
        return error_page(request, 404, str(refused))
    unit = "" if found.unit == request.person.unit else request.person.unit
    headers = (
        _("统一社会信用代码"),
        _("组织"),
        _("办理单位"),
        _("列入日期"),
        _("环节"),
        _("办件"),
        _("期限"),
    )
    rows = (
        (
            one.uscc,
            one.organisation,
            one.unit_name,
            one.joined_on,
            plain(one.state_label),
            one.number,
            one.due_on,
        )
        for one in facts.members(campaign_id, unit=unit, size=LARGEST)
    )
    return sheet("campaign", headers, rows)


@staff(*LEADING)
@require_POST
def take(request: PersonRequest, campaign_id: UUID, step: str) -> HttpResponse:
    """Take a step with a campaign; all but telling the own organisations is for the unit that leads it."""
    try:
        found = facts.one(campaign_id, unit=request.person.unit)
    except facts.UnknownCampaign as refused:
        return error_page(request, 404, str(refused))
    known = STEPS.get(step)
    if known is None or (step != "tell" and found.unit != request.person.unit):
        raise Http404
    try:
        messages.success(request, known(request, found))
    except REFUSALS as refused:
        messages.error(request, str(refusal(refused)))
    return redirect("office:campaign", campaign_id=campaign_id)


@staff(*LEADING)
@never_cache
@require_safe
def report(request: PersonRequest, campaign_id: UUID) -> HttpResponse:
    try:
        found = facts.one(campaign_id, unit=request.person.unit)
    except facts.UnknownCampaign as refused:
        return error_page(request, 404, str(refused))
    pdf = reports.report_pdf(found, language="zh" if is_chinese() else "en", at=now())
    return pdf_file(pdf, "campaign.pdf")


def _begin(request: PersonRequest, found: facts.CampaignFacts) -> str:
    count = reports.begin(found, by=request.person.account, on=localdate())
    return say("已启动，列入台账 %(count)s 家。") % {"count": count}


def _renew(request: PersonRequest, found: facts.CampaignFacts) -> str:
    joined, left = reports.renew(found, on=localdate())
    return say("新列入 %(joined)s 家，移出 %(left)s 家。") % {"joined": joined, "left": left}


def _tell(request: PersonRequest, found: facts.CampaignFacts) -> str:
    reason = request.POST.get("reason", "")[:500]
    count = actions.tell(found.id, reason=reason, by=actor(request), on=localdate())
    return say("已告知 %(count)s 家，办件已建立。") % {"count": count}


def _propose(request: PersonRequest, found: facts.CampaignFacts) -> str:
    said = request.POST.get("said", "")[: actions.LONGEST]
    actions.propose_closing(found.id, said=said, by=request.person.account, on=localdate())
    return say("已提出结束，请另一人确认。")


def _reopen(request: PersonRequest, found: facts.CampaignFacts) -> str:
    actions.reopen(found.id)
    return say("继续治理。")


def _close(request: PersonRequest, found: facts.CampaignFacts) -> str:
    reports.close(found, by=request.person.account, on=localdate())
    return say("已结束，报告可以下载。")


def _withdraw(request: PersonRequest, found: facts.CampaignFacts) -> str:
    actions.withdraw(found.id)
    return say("已作废。")


STEPS: dict[str, Callable[[PersonRequest, facts.CampaignFacts], str]] = {
    "begin": _begin,
    "renew": _renew,
    "tell": _tell,
    "propose": _propose,
    "reopen": _reopen,
    "close": _close,
    "withdraw": _withdraw,
}
