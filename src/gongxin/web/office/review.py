"""The review queue: questions that the unit's own rows raised."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import review as cases
from gongxin.catalogue.behaviour import Tier
from gongxin.disclosure.role import Role
from gongxin.law.parameter import load_parameters
from gongxin.queries import review as facts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page


@staff(Role.DATA_REVIEWER, Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    waiting = facts.open_of_unit(request.person.unit)
    context = {"cases": waiting, "tiers": [tier.value for tier in Tier]}
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
    except (cases.CaseDecided, cases.NotRegistered, ValueError) as refusal:
        messages.error(request, str(refusal))
    return redirect("office:review")


def _decide(request: PersonRequest, case: facts.CaseFacts) -> None:
    by = request.person.account
    if case.kind == cases.MATCH:
        cases.match(case.id, request.POST.get("uscc", "").strip().upper()[:18], by=by)
        return
    tier, held = Tier(request.POST.get("tier", "")), load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    cases.decide_tier(case.id, tier, by=by, on=localdate(), parameters=held)
