"""Commitments to a unit: the plan of verification, each one's result, and the case about a breach."""

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

from gongxin.actions import case as cases
from gongxin.actions import commitment as actions
from gongxin.actions import commitment_plan as plans
from gongxin.actions.batch_of_one import RowRefused
from gongxin.actions.case import Filing
from gongxin.actions.case_step import LONGEST_REASON
from gongxin.actions.commitment_breach import LONGEST, Breach
from gongxin.actions.commitment_record import NoSuchCommitment
from gongxin.actions.taking import parameters
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role
from gongxin.procedures.commitment_kind import KINDS
from gongxin.procedures.commitment_template import LONGEST_DAYS
from gongxin.queries import case, commitment
from gongxin.queries import commitment_plan as plan_facts
from gongxin.queries.commitment import STATES, CommitmentFacts, CommitmentFilter
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.actor import actor
from gongxin.web.shared.case_form import REFUSALS
from gongxin.web.shared.commitment_file import commitment_file
from gongxin.web.shared.error import error_page
from gongxin.web.shared.sheet import LARGEST, sheet
from gongxin.web.shared.templatetags.commitment_words import DUE_BY
from gongxin.web.shared.templatetags.commitment_words import STATES as STATE_NAMES
from gongxin.web.shared.templatetags.wording import plain, refusal

SUBMITTING = (Role.DATA_OFFICER, Role.DATA_REVIEWER)
PAGE = 50
PROCEDURE = "commitment"
VIEWS = (
    ("open", _("待核查")),
    ("overdue", _("逾期")),
    ("undated", _("未排期")),
    ("kept", _("全部履行")),
    ("broken", _("未履行")),
    ("", _("全部")),
)


class BreachForm(forms.Form):
    performance = forms.ChoiceField(
        label=_("履行情况"),
        widget=forms.RadioSelect,
        choices=[("part", _("部分履行")), ("none", _("全部未履行"))],
    )
    unkept = forms.CharField(label=_("未履行的承诺内容"), max_length=LONGEST, widget=forms.Textarea)
    action = forms.CharField(label=_("拟作的处理"), max_length=LONGEST, widget=forms.Textarea)
    reason = forms.CharField(
        label=_("事实和理由"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        help_text=_("会原样告知承诺人，由其陈述意见。不要写姓名、证件号码或者电话。"),
    )


class PlanForm(forms.Form):
    kind = forms.ChoiceField(label=_("承诺类型"))
    working_days = forms.IntegerField(label=_("核查期限（工作日）"), min_value=1, max_value=LONGEST_DAYS)

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        planned = [(code, one) for code, one in KINDS.items() if one.is_verified and not one.is_completed]
        self.fields["kind"].choices = [(code.value, plain(one.name)) for code, one in planned]  # type: ignore[attr-defined]


@staff(*SUBMITTING)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    """Show the unit's commitments: what is to be verified first, by due date."""
    on, unit, narrow = localdate(), request.person.unit, _narrow(request)
    start = _start(request)
    counts = commitment.counts(unit=unit, on=on)
    context = {
        "page": commitment.page(narrow, viewer=Viewer.CENTRE, on=on, start=start, size=PAGE),
        "views": [(code, label, counts.get(code), code == narrow.state) for code, label in VIEWS],
        "kinds": [(kind.value, plain(one.name)) for kind, one in KINDS.items()],
        "asked": narrow,
        "start": start,
        "on": on,
    }
    return render(request, "office/commitment/list.html", context)


@staff(*SUBMITTING)
@never_cache
@require_safe
def listed_sheet(request: PersonRequest) -> HttpResponse:
    headers = (
        _("承诺编码"), _("承诺人"), _("统一社会信用代码"), _("承诺类型"), _("承诺事由"),
        _("作出日期"), _("有效期至"), _("核查期限"), _("期限依据"), _("状态"),
    )  # fmt: skip
    return sheet("commitments", headers, _rows(request))


@staff(*SUBMITTING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: PersonRequest, record_id: UUID) -> HttpResponse:
    """Show a commitment; POST opens the case about a breach of it."""
    form = BreachForm(request.POST if request.method == "POST" else None)
    try:
        found = commitment.of_unit(record_id, unit=request.person.unit, on=localdate())
    except commitment.UnknownCommitment as refused:
        return error_page(request, 404, str(refused))
    if form.is_bound and form.is_valid() and (opened := _inform(request, found, form)):
        messages.success(request, say("已告知承诺人。听取意见之前，不会记入信用记录。"))
        return redirect("office:case", case_id=opened)
    cases_about = [known for known in case.of_record(record_id) if known.procedure.code == PROCEDURE]
    context = {
        "one": found,
        "form": form,
        "cases": cases_about,
        "is_heard": any(known.is_open for known in cases_about),
        "on": localdate(),
    }
    return render(request, "office/commitment/one.html", context, status=422 if form.is_bound else 200)


@staff(*SUBMITTING)
@require_POST
def kept(request: PersonRequest, record_id: UUID) -> HttpResponse:
    """Establish that it was kept in full; where the unit wants so, two persons do."""
    person = request.person
    try:
        is_found = actions.find_kept(record_id, unit=person.unit, by=person.account, on=localdate())
    except NoSuchCommitment as refused:
        return error_page(request, 404, str(refused))
    except (actions.AlreadyFound, actions.BreachUnderWay, actions.SamePerson, RowRefused) as refused:
        messages.error(request, refusal(refused))
    else:
        said = say("已认定全部履行，记入信用记录。") if is_found else say("已提出，请本单位另一人确认。")
        messages.success(request, said)
    return redirect("office:commitment", record_id=record_id)


@staff(*SUBMITTING)
@never_cache
@require_safe
def pdf(request: PersonRequest, record_id: UUID) -> HttpResponse:
    """Hand out the file as it was signed."""
    try:
        found = commitment.of_unit(record_id, unit=request.person.unit, on=localdate())
    except commitment.UnknownCommitment as refused:
        return error_page(request, 404, str(refused))
    return commitment_file(found)


@staff(*SUBMITTING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: PersonRequest) -> HttpResponse:
    """Show within how many days each kind is verified; set it for one."""
    form = PlanForm(request.POST if request.method == "POST" else None)
    unit = request.person.unit
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        moved = plans.plan(
            unit, asked["kind"], asked["working_days"], by=request.person.account, parameters=parameters()
        )
        messages.success(request, say("已保存，%(count)s 项待核查承诺的期限已重新计算。") % {"count": moved})
        return redirect("office:commitment_plan")
    context = {
        "plans": plan_facts.of_unit(unit),
        "form": form,
        "ruled": parameters()["commitment.verification"],
    }
    return render(request, "office/commitment/plan.html", context, status=422 if form.is_bound else 200)


def _inform(request: PersonRequest, found: CommitmentFacts, form: BreachForm) -> UUID | None:
    asked = form.cleaned_data
    breach = Breach(asked["performance"], asked["unkept"].strip(), asked["action"].strip())
    if not found.is_open:
        form.add_error(None, str(refusal(actions.AlreadyFound())))
        return None
    filing = Filing(
        procedure=PROCEDURE,
        uscc=found.entry.uscc,
        subject=found.entry.record,
        provider=found.unit,
        step="inform",
        reason=asked["reason"],
        channel="office",
        values=breach.values(),
    )
    try:
        return cases.file(filing, by=actor(request), on=localdate())
    except REFUSALS as refused:
        form.add_error(None, str(refusal(refused)))
    return None


def _narrow(request: PersonRequest) -> CommitmentFilter:
    asked = request.GET
    state = asked.get("state", "open")
    return CommitmentFilter(
        unit=request.person.unit,
        kind=asked.get("kind", "")[:64],
        uscc=asked.get("uscc", "").strip().upper()[:18],
        state=state if state in STATES else "",
    )


def _rows(request: PersonRequest) -> list[tuple[object, ...]]:
    on, narrow, start = localdate(), _narrow(request), 0
    found: list[tuple[object, ...]] = []
    while len(found) < LARGEST:
        page = commitment.page(narrow, viewer=Viewer.CENTRE, on=on, start=start, size=commitment.LARGEST_PAGE)
        found += [_row(known) for known in page.commitments]
        if page.next is None:
            break
        start = page.next
    return found


def _row(one: CommitmentFacts) -> tuple[object, ...]:
    rests_on: dict[str, object] = {code.value: text for code, text in DUE_BY.items()}
    return (
        one.number, one.entry.organisation, one.entry.uscc, plain(one.kind_name), one.entry.title,
        one.committed_on, one.valid_until, one.due_on, rests_on.get(one.due_by, ""),
        STATE_NAMES[one.state][1],
    )  # fmt: skip


def _start(request: PersonRequest) -> int:
    text = request.GET.get("start", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
