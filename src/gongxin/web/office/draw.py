"""Draws in the office: one person plans and another fixes; one enters the seed and another draws."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import draw as actions
from gongxin.actions.draw_plan import DrawRefused
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import draw as facts
from gongxin.reports import draw as reports
from gongxin.supervision.draw import EmptySeed
from gongxin.supervision.plan import InvalidPlan
from gongxin.supervision.pool import InvalidPool
from gongxin.web.office.draw_form import PlanForm
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import refusal

DRAWING = (Role.INSPECTOR, Role.DATA_REVIEWER)
REFUSALS = (
    *(DrawRefused, InvalidPlan, InvalidPool, EmptySeed, PersonalInText),
    *(reports.Undecided, reports.ClassesNotPublic),
)


@staff(*DRAWING)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    return render(request, "office/draw/list.html", {"draws": facts.of_unit(request.person.unit)})


@staff(*DRAWING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Show the form of a plan, or keep it; nothing is public before somebody else fixes the pool."""
    person, on = request.person, localdate()
    form = PlanForm(
        request.POST if request.method == "POST" else None, own=person.unit, initial=_like(request)
    )
    if form.is_bound and form.is_valid():
        try:
            made = actions.plan(form.planned(on), unit=person.unit, by=person.account, on=on)
        except REFUSALS as refused:
            form.add_error(None, str(refusal(refused)))
        else:
            messages.success(request, say("计划已保存，请另一人核对后固定名单。"))
            return redirect("office:draw", draw_id=made)
    return render(request, "office/draw/new.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(*DRAWING)
@never_cache
@require_safe
def one(request: PersonRequest, draw_id: UUID) -> HttpResponse:
    """Show a draw and what can be done with it; a plan on request with the pool as it would be now."""
    try:
        found = facts.one(draw_id, unit=request.person.unit)
    except facts.UnknownDraw as refused:
        return error_page(request, 404, str(refused))
    on, account = localdate(), request.person.account
    context = {
        "draw": found,
        "progress": facts.progress(draw_id, on=on) if found.state == "drawn" else None,
        "is_author": found.made_by == account,
        "is_seeder": found.seeded_by == account,
        "may_seed": found.seed_on <= on,
        **_tried(found, request),
    }
    return render(request, "office/draw/one.html", context)


@staff(*DRAWING)
@require_POST
def take(request: PersonRequest, draw_id: UUID, step: str) -> HttpResponse:
    """Take a step with the unit's draw."""
    try:
        found = facts.one(draw_id, unit=request.person.unit)
    except facts.UnknownDraw as refused:
        return error_page(request, 404, str(refused))
    try:
        messages.success(request, _taken(request, found, step))
    except REFUSALS as refused:
        messages.error(request, str(refusal(refused)))
    return redirect("office:draw", draw_id=draw_id)


def _taken(request: PersonRequest, found: facts.DrawFacts, step: str) -> str:
    on, by, asked = localdate(), request.person.account, request.POST
    if step == "fix":
        grades = reports.grades(reports.rule_of(found), on=on)
        reports.fix(found, grades=grades, by=by, on=on)
        return say("名单已固定，摘要已写入公开日志。")
    if step == "withdraw":
        actions.withdraw(found.id, said=asked.get("said", "")[:400], by=by, on=on)
        return say("计划已作废。")
    if step == "cancel":
        actions.cancel(found.id, said=asked.get("said", "")[:400], by=by, on=on)
        return say("抽取已作废，理由已公布。")
    if step == "seed":
        actions.enter_seed(
            found.id, asked.get("seed", "")[:10_000], proof=asked.get("proof", "")[:500], by=by, on=on
        )
        return say("种子已登记，请另一人核对后抽取。")
    if step == "refuse_seed":
        actions.refuse_seed(found.id, by=by)
        return say("已退回，请重新登记种子。")
    if step == "draw":
        drawn = reports.carry_out(found, by=by, on=on)
        return say("已抽取 %(count)s 家，结果已公布，任务已下达。") % {"count": drawn.count}
    raise Http404


def _like(request: PersonRequest) -> dict[str, object]:
    """Return what a new plan takes over from an earlier one of the unit; its number and days it does not."""
    try:
        earlier = facts.one(UUID(request.GET.get("like", "")), unit=request.person.unit)
    except (ValueError, facts.UnknownDraw):
        return {}
    units = {
        f"{name}_{place}": one[key]
        for place, one in enumerate(earlier.units)
        for name, key in (("unit", "uscc"), ("places", "places"))
    }
    return {
        "name": earlier.name_zh, "name_en": earlier.name_en, "field": earlier.field, "team": earlier.team,
        "floor": earlier.floor, "is_stratified": earlier.is_stratified,
        "regions": " ".join(earlier.scope.get("regions", ())), "licence": earlier.scope.get("licence", ""),
        "seed_source": earlier.seed_source, **units,
    }  # fmt: skip


def _tried(found: facts.DrawFacts, request: PersonRequest) -> dict[str, object]:
    """Return how the pool would be if it were fixed now."""
    if found.state != "draft" or not request.GET.get("pool"):
        return {}
    try:
        pooled = reports.pooled(
            found, grades=reports.grades(reports.rule_of(found), on=localdate()), on=localdate()
        )
    except REFUSALS as refused:
        return {"why_not": refusal(refused)}
    sizes = [(one, sum(code == one.code for _, code in pooled.rows)) for one in pooled.strata]
    quotas = [(one.name, one.ratio, size, one.quota(size)) for one, size in sizes]
    return {
        "pooled": quotas,
        "full": pooled.full,
        "size": len(pooled.rows),
        "drawn": sum(q[3] for q in quotas),
    }
