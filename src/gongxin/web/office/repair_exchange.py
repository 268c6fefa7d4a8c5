"""Repairs that other platforms decided, for the unit to recognise; and what did not reach a platform."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import foreign_repair as actions
from gongxin.actions.repair_dispatch import try_again
from gongxin.disclosure.role import Role
from gongxin.queries import repair_exchange as facts
from gongxin.reports.foreign_repair import KINDS, foreign_pdf
from gongxin.web.office.repair import READERS, WHOLE
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.actor import actor
from gongxin.web.shared.case_form import REFUSALS
from gongxin.web.shared.templatetags.wording import refusal

DECIDING = (Role.DATA_OFFICER, Role.DATA_REVIEWER)


@staff(*READERS)
@never_cache
@require_safe
def exchange(request: PersonRequest) -> HttpResponse:
    """Show what other platforms told: of a unit's own records, or to the centre all and the dispatches."""
    is_whole = request.person.holds(*WHOLE)
    found = facts.foreign(unit="" if is_whole else request.person.unit)
    context = {
        "found": [(one, KINDS[one.kind]) for one in found],
        "is_whole": is_whole,
        "unit": request.person.unit,
        "unsent": facts.unsent() if is_whole else (),
        "platforms": facts.platforms() if is_whole else (),
    }
    return render(request, "office/repair/exchange.html", context)


@staff(*DECIDING)
@require_POST
def recognise(request: PersonRequest, foreign_id: UUID) -> HttpResponse:
    """File the case by which the unit recognises a repair, with the message on paper on its file."""
    known = facts.foreign_one(foreign_id, unit=request.person.unit)
    if known is None:
        raise Http404
    paper = foreign_pdf(known, language="zh")
    try:
        case = actions.recognise(foreign_id, paper, by=actor(request), on=localdate())
    except REFUSALS as refused:
        messages.warning(request, str(refusal(refused)))
        return redirect("office:repair_exchange")
    messages.success(request, say("已提出认可，由本单位另一人复核。"))
    return redirect("office:case", case_id=case)


@staff(*DECIDING)
@require_POST
def dismiss(request: PersonRequest, foreign_id: UUID) -> HttpResponse:
    """Put a message aside with a reason."""
    reason = request.POST.get("reason", "")[:500].replace("\x00", "")
    try:
        actions.dismiss(foreign_id, reason, by=actor(request), on=localdate())
    except REFUSALS as refused:
        messages.warning(request, str(refusal(refused)))
    else:
        messages.success(request, say("已记下不予认可的理由。"))
    return redirect("office:repair_exchange")


@staff(*WHOLE)
@require_POST
def again(request: PersonRequest, dispatch_id: int) -> HttpResponse:
    if try_again(dispatch_id):
        messages.success(request, say("将在一分钟内再次发送。"))
    return redirect("office:repair_exchange")
