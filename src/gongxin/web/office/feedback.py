"""What was decided after queries: the unit's list of what it still has to report, and its figures."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions.feedback import (
    LONGEST_NOTE,
    DayNotPossible,
    Feedback,
    FeedbackMovedMeanwhile,
    UnknownLook,
    report,
)
from gongxin.disclosure.feedback import DECISIONS, Decision, MeasureOutsideList
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import feedback as reported
from gongxin.queries import query as queries
from gongxin.queries.feedback import LookWithFeedback
from gongxin.queries.look import LookFilter
from gongxin.queries.matter import named_measures
from gongxin.queries.query import UnknownQuery
from gongxin.web.office.feedback_term import term_from
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.error import error_page
from gongxin.web.shared.sheet import sheet
from gongxin.web.shared.templatetags.wording import plain, refusal

REFUSED = DayNotPossible, FeedbackMovedMeanwhile, MeasureOutsideList, PersonalInText
FIGURE_COLUMNS = (
    "月份", "事项代码", "事项", "单位代码", "单位", "查询次数", "主体数", "有信息", "有失信信息", "已反馈",
)  # fmt: skip


class Report(forms.Form):
    decision = forms.ChoiceField(label=_("办理结果"))
    decided_on = forms.DateField(label=_("决定日期"), widget=DayInput())
    measures = forms.MultipleChoiceField(
        label=_("采取的措施"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只能登记应用清单就该事项列明的措施；未查到失信信息的，没有限制性措施可选。"),
    )
    note = forms.CharField(
        label=_("附加条件或说明"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不要填写个人信息。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *arguments: Any, measures: tuple[str, ...] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        listed = [(one.code, plain(one.name)) for one in named_measures(measures)]
        self.fields["decision"].choices = [(one.value, plain(DECISIONS[one])) for one in Decision]  # type: ignore[attr-defined]
        self.fields["measures"].choices = listed  # type: ignore[attr-defined]


@staff(Role.QUERY_CLERK)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    """List the looks of the unit without feedback, the oldest first, each with the day it is due."""
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    looks, following = reported.awaited(request.person.unit, after=start)
    context = {
        "rows": [(look, term_from(localdate(look.at))) for look in looks],
        "next": following,
        "count": reported.count_awaited(request.person.unit),
        "term": term_from(localdate()),
        "on": localdate(),
    }
    return render(request, "office/feedback/list.html", context)


@staff(Role.QUERY_CLERK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: PersonRequest, look_id: UUID) -> HttpResponse:
    """Show a look of the unit with what was reported; take the feedback, or its correction."""
    try:
        found = reported.one(look_id, unit=request.person.unit)
    except reported.UnknownLook as refused:
        return error_page(request, 404, str(refused))
    if request.method != "POST":
        initial = {"decided_on": localdate(), "version": found.version}
        return _form(request, found, Report(initial=initial, measures=found.measures))
    form = Report(request.POST, measures=found.measures)
    if form.is_valid():
        try:
            _report(request, {look_id: form.cleaned_data["version"]}, form)
        except REFUSED as refused:
            form.add_error(None, str(refusal(refused)))
        else:
            messages.success(request, say("已登记反馈。"))
            return redirect("office:feedback_one", look_id=look_id)
    return _form(request, found, form, status=422)


@staff(Role.QUERY_CLERK)
@require_POST
def all_of_query(request: PersonRequest, query_id: UUID) -> HttpResponse:
    """Report the same result for every organisation of a query that still has none."""
    try:
        facts = queries.one(query_id, account=request.person.account)
    except UnknownQuery as refused:
        return error_page(request, 404, str(refused))
    form = Report({**request.POST.dict(), "version": 1})
    if form.is_valid() and facts.sequence_from and facts.sequence_to:
        span = facts.sequence_from, facts.sequence_to
        looks = reported.of_batch(query_id, unit=request.person.unit, span=span)
        try:
            _report(request, looks, form)
            messages.success(request, say("已为 %(count)s 个主体登记反馈。") % {"count": len(looks)})
        except (*REFUSED, UnknownLook) as refused:
            messages.warning(request, str(refusal(refused)))
    else:
        messages.warning(request, say("请选择办理结果和决定日期。"))
    return redirect("office:query", query_id=query_id)


def _report(request: PersonRequest, looks: Any, form: Report) -> None:
    said = form.cleaned_data
    given = Feedback(
        decision=Decision(said["decision"]),
        decided_on=said["decided_on"],
        by=request.person.account,
        measures=said["measures"],
        note=said["note"],
    )
    if looks:
        report(looks, given, unit=request.person.unit, on=localdate())


def _form(request: PersonRequest, found: LookWithFeedback, form: Report, status: int = 200) -> HttpResponse:
    context = {"found": found, "look": found.look, "form": form, "term": term_from(localdate(found.look.at))}
    return render(request, "office/feedback/one.html", context, status=status)


class Period(forms.Form):
    from_ = forms.DateField(label=_("自"), required=False, widget=DayInput())
    to = forms.DateField(label=_("至"), required=False, widget=DayInput())


@staff(Role.QUERY_CLERK, Role.UNIT_ADMINISTRATOR, Role.AUDITOR)
@never_cache
@require_safe
def statistics(request: PersonRequest) -> HttpResponse:
    """Show what queries came to, by matter, unit and month: the own unit's, or everybody's to an auditor."""
    form = Period(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    first = said.get("from_") or localdate().replace(month=1, day=1)
    narrow = LookFilter(
        unit="" if request.person.holds(Role.AUDITOR) else request.person.unit, from_=first, to=said.get("to")
    )
    found = reported.figures(narrow)
    if request.GET.get("form") == "csv":
        return _figures_file(found)
    form = Period(initial={"from_": first, "to": said.get("to")})
    return render(request, "office/feedback/statistics.html", {"figures": found, "form": form})


def _figures_file(found: tuple[reported.MatterFigures, ...]) -> HttpResponse:
    rows = (
        (
            one.month, one.matter, one.matter_name.zh, one.unit, one.unit_name, one.queries,
            one.organisations, one.found, one.adverse, one.reported,
        )
        for one in found
    )  # fmt: skip
    return sheet("query-statistics", FIGURE_COLUMNS, rows)
