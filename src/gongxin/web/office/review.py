"""The review queue: questions that the unit's own rows raised, answered one by one or many at once.

Answers to many are chosen first and written after a second look; until then whoever chose takes them back.
"""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import review as cases
from gongxin.actions.entry import NoSuchEntry
from gongxin.catalogue.behaviour import Tier
from gongxin.disclosure.role import Role
from gongxin.law.parameter import load_parameters
from gongxin.queries import review as facts
from gongxin.web.office.paging import Paging, page_asked
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page

CHOICE = "choice-"


@staff(Role.DATA_REVIEWER, Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    unit, asked, on = request.person.unit, page_asked(request.GET), localdate()
    kind, item = request.GET.get("kind", "")[:16], request.GET.get("item", "")[:64]
    waiting = facts.open_of_unit(unit, kind=kind, item=item, start=(asked - 1) * facts.PAGE, size=facts.PAGE)
    counts = facts.counts(unit)
    total = counts.get(kind, 0) if kind else counts.get(facts.MATCH, 0) + counts.get(facts.TIER, 0)
    context = {
        "questions": [facts.question(case, unit=unit, on=on) for case in waiting],
        "tiers": [tier.value for tier in Tier],
        "kind": kind,
        "counts": counts,
        "paging": Paging(asked, total, facts.PAGE),
    }
    return render(request, "office/review/list.html", context)


@staff(Role.DATA_REVIEWER, Role.CENTRE_OPERATOR)
@require_POST
def decide(request: PersonRequest, case_id: int) -> HttpResponse:
    """Answer a question; an organisation is chosen by a person, never by likeness of names."""
    try:
        _decide(request, facts.one(case_id, unit=request.person.unit))
        messages.success(request, say("已处理。"))
    except facts.UnknownCase as refusal:
        return error_page(request, 404, str(refusal))
    except (cases.CaseDecided, cases.NotRegistered, NoSuchEntry, ValueError) as refusal:
        messages.error(request, str(refusal))
    return redirect("office:review")


def _decide(request: PersonRequest, case: facts.CaseFacts) -> None:
    by = request.person.account
    if case.kind == cases.MATCH:
        cases.match(case.id, request.POST.get("uscc", "").strip().upper()[:18], by=by)
        return
    tier, held = Tier(request.POST.get("tier", "")), load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    cases.decide_tier(case.id, tier, by=by, on=localdate(), parameters=held)


@staff(Role.DATA_REVIEWER, Role.CENTRE_OPERATOR)
@require_POST
def stage(request: PersonRequest) -> HttpResponse:
    """Note the answers chosen on the page: each question's own, or one tier for all that are marked."""
    answers = {
        int(name.removeprefix(CHOICE)): str(value).strip().upper() if len(value) == 18 else str(value)
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and value and _is_number(name.removeprefix(CHOICE))
    }
    if tier := request.POST.get("tier"):
        answers |= {int(case): tier for case in request.POST.getlist("case") if _is_number(case)}
    count = cases.stage(answers, unit=request.person.unit, by=request.person.account)
    if not count:
        messages.warning(request, say("没有选定任何答案。请先勾选或选择，再暂存。"))
        return redirect("office:review")
    return redirect("office:review_staged")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


@staff(Role.DATA_REVIEWER, Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def staged(request: PersonRequest) -> HttpResponse:
    """Show what was chosen and not written, for a second look."""
    chosen = facts.staged(request.person.unit)
    own = [case for case in chosen if case.staged_by == request.person.account]
    return render(request, "office/review/staged.html", {"own": own, "others": len(chosen) - len(own)})


@staff(Role.DATA_REVIEWER, Role.CENTRE_OPERATOR)
@require_POST
def write(request: PersonRequest) -> HttpResponse:
    """Write what was chosen, or take it back."""
    unit, by = request.person.unit, request.person.account
    if request.POST.get("decision") != "write":
        count = cases.unstage(unit=unit, by=by)
        messages.success(request, say("已撤销 %(count)s 个答案，未写入任何内容。") % {"count": count})
        return redirect("office:review")
    held = load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    written = cases.write_staged(unit=unit, by=by, on=localdate(), parameters=held)
    messages.success(request, say("已写入 %(count)s 个答案。") % {"count": written.done})
    for case, refusal in written.refused:
        messages.error(request, f"{case}：{refusal}")
    return redirect("office:review")
