"""Tasks of inspection in the office: what is due, the result as a batch of one, and the year's budget."""

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
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.actions import inspection as actions
from gongxin.actions.batch_of_one import RowRefused
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import disturbance, inspection
from gongxin.queries.inspection import STATES, TaskFilter
from gongxin.queries.item import catalogue
from gongxin.reports import draw as reports
from gongxin.reports import inspection_result
from gongxin.supervision.disturbance import BASIS, CAP, Placing
from gongxin.supervision.field_rule import field_rules
from gongxin.web.office.paging import SIZE, Paging, page_asked
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.error import error_page
from gongxin.web.shared.sheet import LARGEST, sheet
from gongxin.web.shared.templatetags.supervision_words import KINDS, inspection_kind
from gongxin.web.shared.templatetags.wording import plain, refusal

INSPECTING = (Role.INSPECTOR, Role.DATA_REVIEWER)


class Result(forms.Form):
    """What was found; it goes through the same checks as every record."""

    inspection_number = forms.CharField(label=_("检查编号"), max_length=64)
    inspected_on = forms.DateField(label=_("检查日期"), widget=DayInput())
    inspection_name = forms.CharField(label=_("检查事项"), max_length=256)
    legal_basis = forms.CharField(label=_("依据"), max_length=2000)
    result_type = forms.ChoiceField(label=_("检查结果"), widget=forms.RadioSelect)
    conclusion = forms.CharField(
        label=_("检查结论"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    situation = forms.CharField(
        label=_("现场情况"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    follow_up_due_on = forms.DateField(label=_("整改期限（责令改正时填）"), required=False, widget=DayInput())
    public_until = forms.DateField(label=_("公示截止期（发现问题时填）"), required=False, widget=DayInput())

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        codes = catalogue(localdate()).item(inspection_result.ITEM).field("result_type").codes
        self.fields["result_type"].choices = [(code, plain(label)) for code, label in codes.items()]  # type: ignore[attr-defined]


class Order(forms.Form):
    """A task that no draw made."""

    uscc = forms.CharField(label=_("统一社会信用代码"), min_length=18, max_length=18)
    kind = forms.ChoiceField(label=_("检查类型"), choices=[(one, KINDS[one]) for one in actions.KINDS])
    field = forms.ChoiceField(label=_("监管领域"))
    reason = forms.CharField(label=_("检查理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(label=_("完成日期"), widget=DayInput())

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        rules = field_rules(localdate(), *settings.GONGXIN_CITY_FOLDERS)
        self.fields["field"].choices = [(rule.code, plain(rule.name)) for rule in rules]  # type: ignore[attr-defined]


@staff(*INSPECTING)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    state = request.GET.get("state", "open")
    narrow = TaskFilter(state=state if state in STATES else "open")
    load, page = inspection.load_of(request.person.unit, on=localdate()), page_asked(request.GET)
    found = inspection.of_unit(request.person.unit, narrow, size=SIZE, skip=(page - 1) * SIZE)
    total = {"open": load.open, "done": load.done, "spared": load.spared}[narrow.state]
    context = {
        "tasks": found, "state": narrow.state, "load": load, "on": localdate(), "paging": Paging(page, total),
    }  # fmt: skip
    return render(request, "office/inspection/list.html", context)


@staff(*INSPECTING)
@never_cache
@require_safe
def listed_sheet(request: PersonRequest) -> HttpResponse:
    """The open tasks as a table, with the numbers of the places in the unit's own roster."""
    headers = (
        _("统一社会信用代码"),
        _("组织"),
        _("检查类型"),
        _("计划编号"),
        _("席位"),
        _("完成日期"),
        _("联合单位"),
    )
    found = inspection.of_unit(request.person.unit, TaskFilter(), size=LARGEST)
    rows = (
        (one.uscc, one.organisation, inspection_kind(one.kind), one.draw_code, " ".join(map(str, one.places)),
         one.visit_due_on or one.due_on, "、".join(one.others))
        for one in found
    )  # fmt: skip
    return sheet("inspections", headers, rows)


@staff(*INSPECTING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: PersonRequest, inspection_id: UUID) -> HttpResponse:
    """Show a task; take its result in as a batch of one, and link what came of it."""
    try:
        found = inspection.one(inspection_id, unit=request.person.unit)
    except inspection.UnknownInspection as refused:
        return error_page(request, 404, str(refused))
    form = Result(
        request.POST if request.method == "POST" else None, initial={"inspection_name": found.draw_name_zh}
    )
    if form.is_bound and found.is_open and form.is_valid():
        try:
            is_taken = inspection_result.report(
                found, form.cleaned_data, by=request.person.account, on=localdate()
            )
        except RowRefused as refused:
            for one_finding in refused.findings:
                form.add_error(None, f"{plain(one_finding.label)}{plain(one_finding.message)}")
            if not refused.findings:
                form.add_error(None, str(refusal(refused)))
        else:
            messages.success(
                request,
                say("结果已入库，并与任务关联。")
                if is_taken
                else say("结果已提交，待本单位另一人放行后入库。"),
            )
            return redirect("office:inspection", inspection_id=inspection_id)
    context = {"task": found, "form": form, "visits": disturbance.planned(found.uscc, year=found.due_on.year)}
    return render(request, "office/inspection/one.html", context, status=422 if form.errors else 200)


@staff(*INSPECTING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Give out a task; the budget says whether it is a visit, goes with another, or is spared."""
    form, on = Order(request.POST if request.method == "POST" else None), localdate()
    if form.is_bound and form.is_valid():
        asked, person = form.cleaned_data, request.person
        task = actions.Task(
            asked["kind"],
            asked["uscc"].upper(),
            person.unit,
            asked["field"],
            asked["due_on"],
            reason=asked["reason"],
        )
        try:
            placing = actions.order(task, reports.budget(task.due_on, on=on), by=person.account, on=on)
        except (actions.InspectionRefused, PersonalInText) as refused:
            form.add_error(None, str(refusal(refused)))
        else:
            messages.success(request, _placed(placing))
            return redirect("office:inspections")
    return render(request, "office/inspection/new.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Role.INSPECTOR, Role.DATA_REVIEWER, Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def budget(request: PersonRequest) -> HttpResponse:
    """Show what the year's budget of visits came to, across all units."""
    on = localdate()
    context = {
        "spared": disturbance.spared_in(on.year), "cap": reports.parameters()[CAP], "basis": BASIS,
        "busiest": disturbance.busiest(on.year, on=on),
    }  # fmt: skip
    return render(request, "office/inspection/budget.html", context)


def _placed(placing: Placing) -> str:
    return {
        Placing.VISIT: say("已安排检查。"),
        Placing.MERGED: say("该组织已有待进行的检查，本次并入同一次上门，不另行打扰。"),
        Placing.SPARED: say("该组织本年度的检查次数已满，本次不安排上门，计入免打扰。"),
    }[placing]
