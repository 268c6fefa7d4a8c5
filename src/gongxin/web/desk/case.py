"""Cases at the organisation's desk: file one about a record, follow it, take the steps that are its own."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.disclosure.policy import Viewer
from gongxin.procedures.guide import guides
from gongxin.procedures.opening import Opening, openings
from gongxin.procedures.sample import samples_of
from gongxin.procedures.step import Party
from gongxin.queries import case as facts
from gongxin.queries import entry
from gongxin.queries.case import CaseView
from gongxin.queries.item import judged_item
from gongxin.queries.shown_entry import NotShown, ShownEntry
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative, takes_files
from gongxin.web.shared.actor import actor
from gongxin.web.shared.case_filing import (
    Barrier,
    OpenedTerm,
    Subject,
    barrier,
    barriers,
    filed,
    opened_terms,
)
from gongxin.web.shared.case_form import StepForm
from gongxin.web.shared.case_page import Sent, document_file, found_for, shown_case, take
from gongxin.web.shared.error import error_page
from gongxin.web.shared.held_document import held_documents

PAGE = 50


@dataclass(frozen=True, slots=True)
class Ask:
    """What can be asked for about a record: with the day of the first answer, and what stands against it."""

    opening: Opening
    terms: tuple[OpenedTerm, ...]
    barrier: Barrier


def asks(shown: ShownEntry, on: date) -> tuple[Ask, ...]:
    """Return what the organisation can ask for about a record."""
    item, barrier_of = judged_item(shown.item, shown.edition), barriers((shown,), on)
    return tuple(
        Ask(opening, opened_terms(opening, on), barrier_of(opening.procedure, shown))
        for opening in (openings(item, Party.ORGANISATION) if item else ())
    )


@representative
@never_cache
@require_safe
def cases(request: PersonRequest, uscc: str) -> HttpResponse:
    asked = request.GET.get("page", "")
    page = min(int(asked), PAGE) if asked.isascii() and asked.isdigit() else 1
    found = facts.of_organisation(uscc, size=PAGE + 1, skip=(max(page, 1) - 1) * PAGE)
    shown = found[:PAGE]
    context = {
        "open": [one for one in shown if one.is_open],
        "closed": [one for one in shown if not one.is_open],
        "after": page + 1 if len(found) > PAGE else None,
        "on": localdate(),
    }
    return desk_page(request, uscc, "desk/case/list.html", context)


@representative
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: PersonRequest, uscc: str, record_id: UUID, procedure: str) -> HttpResponse:
    """Show the form that begins a procedure about a record, or file the case."""
    on = localdate()
    try:
        shown = entry.one(record_id, viewer=Viewer.organisation(uscc), on=on)
    except NotShown as refusal:
        return error_page(request, 404, str(refusal))
    opening = _opening(shown, procedure)
    standing = barrier(opening.procedure, shown, on)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        step=opening.step,
        grounds=opening.procedure.grounds,
        held=held_documents(opening.step, shown, on),
    )
    form.want(standing.wants)
    about = Subject(uscc, record_id)
    if form.is_bound and (made := filed(form, opening, about, by=actor(request), channel="desk")):
        messages.success(request, say("已提交。办理进展在本页，结果会在“消息”中告知。"))
        return redirect("desk:case", uscc=uscc, case_id=made)
    context = {
        "form": form,
        "barrier": standing,
        "entry": shown,
        "procedure": opening.procedure,
        "step": opening.step,
        "terms": opened_terms(opening, on),
        "guide": guides().get(procedure),
        "samples": samples_of(procedure),
    }
    return desk_page(request, uscc, "desk/case/file.html", context, 422 if form.is_bound else 200)


@representative
@never_cache
@require_safe
def case(request: PersonRequest, uscc: str, case_id: UUID) -> HttpResponse:
    return _page(request, _own(request, uscc, case_id))


@representative
@takes_files
@require_POST
def step(request: PersonRequest, uscc: str, case_id: UUID, code: str) -> HttpResponse:
    """Take a step; what was wrong stands in its form again."""
    found = _own(request, uscc, case_id)
    refused = take(found, Sent(code, request.POST, request.FILES), actor(request), on=localdate())
    if refused:
        return _page(request, _own(request, uscc, case_id), refused)
    messages.success(request, say("已办理，并已告知有关各方。"))
    return redirect("desk:case", uscc=uscc, case_id=case_id)


@representative
@never_cache
@require_safe
def document(request: PersonRequest, uscc: str, case_id: UUID, digest: str) -> HttpResponseBase:
    return document_file(_own(request, uscc, case_id), digest)


def _own(request: PersonRequest, uscc: str, case_id: UUID) -> CaseView:
    """Return a case of the organisation whose desk this is; who acts may stand for others, too."""
    found = found_for(case_id, actor(request), on=localdate())
    if found.facts.uscc != uscc:
        raise Http404
    return found


def _page(request: PersonRequest, found: CaseView, refused: StepForm | None = None) -> HttpResponse:
    uscc = found.facts.uscc
    page = reverse("desk:case", args=[uscc, found.facts.id])
    context = {"on": localdate(), **shown_case(found, page, actor(request), tried=refused)}
    return desk_page(request, uscc, "desk/case/case.html", context, 422 if refused else 200)


def _opening(shown: ShownEntry, procedure: str) -> Opening:
    """Return how a procedure begins about the record.

    Raises:
        Http404: it is not for such a record, or not for the organisation to begin.
    """
    item = judged_item(shown.item, shown.edition)
    known = openings(item, Party.ORGANISATION) if item else ()
    found = next((one for one in known if one.procedure.code == procedure), None)
    if found is None:
        raise Http404
    return found
