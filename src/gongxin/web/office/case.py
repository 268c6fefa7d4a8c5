"""Cases in the office: what waits for whom, the page of one, its steps, and the records they are about."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.step import ACTS_AS, Party
from gongxin.queries import case as facts
from gongxin.queries.case import CaseFacts, CaseView
from gongxin.web.office.case_value import note_look, values_of
from gongxin.web.office.paging import page_asked
from gongxin.web.shared.access import PersonRequest, staff, takes_files
from gongxin.web.shared.actor import actor, at_the_window
from gongxin.web.shared.case_form import Asked, StepForm
from gongxin.web.shared.case_page import (
    CORRECTING,
    Sent,
    document_file,
    found_for,
    shown_case,
    step_of,
    take,
)

WORKING = (
    Role.DATA_OFFICER, Role.DATA_REVIEWER, Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER, Role.AUDITOR,
)  # fmt: skip
PAGE = 50
MINE, ALL = "mine", "all"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The cases that wait for one of the parties that somebody acts for."""

    party: Party
    cases: tuple[CaseFacts, ...]


@staff(*WORKING)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    """Show what waits for whoever looks, the most urgent first; or every case of the unit."""
    asked = request.GET.get("procedure", "")
    chosen = asked if asked in PROCEDURES else ""
    tab = ALL if request.GET.get("show") == ALL else MINE
    page = page_asked(request.GET)
    found = _cases(request, tab, chosen, page)
    context = {
        "tab": tab,
        "cases": found[:PAGE],
        "before": page - 1 if page > 1 else None,
        "after": page + 1 if len(found) > PAGE else None,
        "procedures": PROCEDURES.values(),
        "chosen": chosen,
        "on": localdate(),
    }
    return render(request, "office/case/list.html", context)


def parties(request: PersonRequest) -> tuple[Party, ...]:
    """Return the parties for which somebody acts in the office."""
    return tuple(
        party
        for party, roles in ACTS_AS.items()
        if party is not Party.ORGANISATION and request.person.holds(*roles)
    )


def _cases(request: PersonRequest, tab: str, procedure: str, page: int) -> list[CaseFacts]:
    """Return one case more than a page holds, if there is one: then another page follows."""
    unit, wanted = request.person.unit, page * PAGE + 1
    found: dict[UUID, CaseFacts] = {}
    for party in parties(request):
        own = unit if party is Party.PROVIDER else ""
        if tab == MINE:
            cases = facts.worklist(party, unit=own, procedure=procedure, size=wanted)
        elif own:
            cases = facts.of_unit(own, procedure=procedure, size=wanted)
        else:
            cases = facts.of_party(party, procedure=procedure, size=wanted)
        found |= {one.id: one for one in cases}
    ordered = sorted(found.values(), key=_by_due if tab == MINE else _newest)
    return ordered[(page - 1) * PAGE : page * PAGE + 1]


def _by_due(case: CaseFacts) -> tuple[Any, ...]:
    return (case.due_on is None, case.due_on, case.filed_on, case.number)


def _newest(case: CaseFacts) -> tuple[Any, ...]:
    return (-case.filed_on.toordinal(), case.number)


@staff(*WORKING)
@never_cache
@require_safe
def case(request: PersonRequest, case_id: UUID) -> HttpResponse:
    found, who = _found(request, case_id)
    return _page(request, found, who)


@staff(*WORKING)
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: PersonRequest, case_id: UUID, code: str) -> HttpResponse:
    """Open the record in the form of a step that may correct it; or take a step."""
    found, who = _found(request, case_id)
    values = values_of(request, found) if code in CORRECTING else ()
    if request.method != "POST":
        return _opened(request, found, who, code, values)
    tried = take(found, Sent(code, request.POST, request.FILES), who, on=localdate(), values=values)
    if tried:
        found, who = _found(request, case_id)
        return _page(request, found, who, tried, 422)
    messages.success(request, say("已办理，并已告知有关各方。"))
    return redirect("office:case", case_id=case_id)


@staff(*WORKING)
@never_cache
@require_safe
def document(request: PersonRequest, case_id: UUID, digest: str) -> HttpResponseBase:
    return document_file(_found(request, case_id)[0], digest)


def _opened(
    request: PersonRequest, found: CaseView, who: Actor, code: str, values: tuple[Asked, ...]
) -> HttpResponse:
    if not values or not any(one.code == code for one in found.possible):
        return redirect("office:case", case_id=found.facts.id)
    note_look(request, found)
    form = StepForm(step=step_of(found, code), values=values, prefix=code)
    return _page(request, found, who, form)


def _found(request: PersonRequest, case_id: UUID) -> tuple[CaseView, Actor]:
    """Return the case, and who acts: an operator also for the organisation, with the paper that it signed."""
    on, who = localdate(), actor(request)
    found = found_for(case_id, who, on=on)
    if request.person.holds(Role.CENTRE_OPERATOR):
        who = at_the_window(request, found.facts.uscc)
        found = found_for(case_id, who, on=on)
    return found, who


def _page(
    request: PersonRequest, found: CaseView, who: Actor, tried: StepForm | None = None, status: int = 200
) -> HttpResponse:
    page = reverse("office:case", args=[found.facts.id])
    context = {
        "on": localdate(),
        "is_own": request.person.unit == found.facts.provider,
        "is_staff": True,
        **shown_case(found, page, who, tried=tried),
    }
    return render(request, "office/case/case.html", context, status=status)
