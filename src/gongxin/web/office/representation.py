"""The centre's queue of letters: who may act for an organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import representation as requests
from gongxin.disclosure.role import Role
from gongxin.queries import grant
from gongxin.queries import representation as facts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.letter import letter_file
from gongxin.web.shared.templatetags.wording import refusal

DECIDED_SHOWN = 30


@staff(Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    context = {"waiting": facts.waiting(), "decided": facts.decided(DECIDED_SHOWN)}
    return render(request, "office/representation/list.html", context)


@staff(Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER)
@never_cache
@require_safe
def representation(request: PersonRequest, request_id: UUID) -> HttpResponse:
    try:
        found = facts.one(request_id)
    except facts.UnknownRepresentation as refused:
        return error_page(request, 404, str(refused))
    present = grant.of_organisation(found.uscc, on=localdate())
    holds = any(one.user == found.user for one in present)
    context = {"one": found, "present": present, "holds": holds}
    return render(request, "office/representation/representation.html", context)


@staff(Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER)
@never_cache
@require_safe
def letter(request: PersonRequest, request_id: UUID) -> HttpResponseBase:
    try:
        return letter_file(facts.one(request_id))
    except facts.UnknownRepresentation as refused:
        return error_page(request, 404, str(refused))


@staff(Role.CENTRE_OPERATOR)
@require_POST
def take_up(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Take the request up; who did is on record."""
    try:
        requests.take_up(request_id, by=request.person.account)
    except requests.RequestMovedMeanwhile as refused:
        messages.warning(request, refusal(refused))
    return redirect("office:representation", request_id=request_id)


@staff(Role.CENTRE_OPERATOR)
@require_POST
def decide(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Approve or refuse the request, with the reason."""
    steps = {"approve": requests.approve, "refuse": requests.refuse}
    step = steps.get(request.POST.get("decision", ""))
    if step is None:
        raise Http404
    try:
        step(request_id, by=request.person.account, reason=request.POST.get("reason", ""), on=localdate())
    except requests.REFUSALS as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say("已办结，并已告知该组织。"))
    return redirect("office:representation", request_id=request_id)


@staff(Role.CENTRE_OPERATOR)
@require_POST
def revoke(request: PersonRequest, grant_id: int) -> HttpResponse:
    """End somebody's standing for an organisation."""
    try:
        found = grant.one(grant_id)
    except grant.NoSuchGrant as refused:
        return error_page(request, 404, str(refused))
    if not found.uscc:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        requests.end(found.user, found.uscc, by=request.person.account, reason=reason, on=localdate())
    except requests.REFUSALS as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say("已撤销，立即失效，并已告知该组织。"))
    return redirect("office:representations")
