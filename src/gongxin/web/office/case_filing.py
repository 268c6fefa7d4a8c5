"""Filing in the office: at the window for an organisation that signed, and by a unit about its own records.

What the centre sees of an organisation's records at the window is a look, and the log keeps it.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.actions.case import WINDOW
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role
from gongxin.organisations.uscc import normalise
from gongxin.procedures.case import Actor
from gongxin.procedures.opening import Opening, openings
from gongxin.procedures.step import Party
from gongxin.queries import entry, organisation
from gongxin.queries.item import judged_item
from gongxin.queries.organisation import UnknownOrganisation
from gongxin.queries.shown_entry import NotShown, ShownEntry
from gongxin.web.office.case_value import note_entries
from gongxin.web.shared.access import PersonRequest, staff, takes_files
from gongxin.web.shared.actor import actor, at_the_window
from gongxin.web.shared.case_filing import Barrier, Subject, barrier, barriers, filed, opened_terms
from gongxin.web.shared.case_form import StepForm
from gongxin.web.shared.templatetags.wording import refusal

OFFICE = "office"


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def window(request: PersonRequest) -> HttpResponse:
    """Show the records of the organisation that stands at the window, with what it can ask for each."""
    code = normalise(request.GET.get("uscc", ""))[:18]
    context: dict[str, object] = {"uscc": code, "on": localdate()}
    if code:
        try:
            context["facts"] = organisation.by_code(code)
        except UnknownOrganisation as refused:
            context["refused"] = refusal(refused)
        else:
            context["rows"] = _records(request, code)
    return render(request, "office/case/window.html", context)


@staff(Role.CENTRE_OPERATOR)
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_paper(request: PersonRequest, record_id: UUID, procedure: str) -> HttpResponse:
    """File for an organisation what it signed; its paper is among the documents."""
    shown = _record(record_id, Viewer.CENTRE)
    opening = _opening(shown, procedure, Party.ORGANISATION)
    return _file(request, shown, opening, at_the_window(request, shown.uscc))


@staff(Role.DATA_OFFICER, Role.DATA_REVIEWER)
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: PersonRequest, record_id: UUID, procedure: str) -> HttpResponse:
    """Begin a procedure that the unit begins, about a record of its own."""
    shown = _record(record_id, Viewer.unit(request.person.unit))
    return _file(request, shown, _opening(shown, procedure, Party.PROVIDER), actor(request))


def _file(request: PersonRequest, shown: ShownEntry, opening: Opening, who: Actor) -> HttpResponse:
    by_window, standing = bool(who.papers), barrier(opening.procedure, shown, localdate())
    form = StepForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        step=opening.step,
        grounds=opening.procedure.grounds if by_window else None,
        with_paper=by_window,
    )
    form.want(standing.wants)
    channel = WINDOW if by_window else OFFICE
    about = Subject(shown.uscc, shown.record)
    if form.is_bound and (made := filed(form, opening, about, by=who, channel=channel)):
        messages.success(request, say("已受理，并已告知有关各方。"))
        return redirect("office:case", case_id=made)
    context = {
        "form": form,
        "barrier": standing,
        "entry": shown,
        "procedure": opening.procedure,
        "step": opening.step,
        "terms": opened_terms(opening, localdate()),
        "by_window": by_window,
    }
    return render(request, "office/case/file.html", context, status=422 if form.is_bound else 200)


def _records(
    request: PersonRequest, uscc: str
) -> list[tuple[ShownEntry, tuple[tuple[Opening, Barrier], ...]]]:
    """Return the records of the organisation; with each what it can ask for, and what stands against that."""
    on = localdate()
    shown = entry.of_organisation(uscc, viewer=Viewer.CENTRE, on=on)
    note_entries(request, shown, purpose=say("窗口代为录入"))
    barrier_of = barriers(shown, on)
    return [
        (
            one,
            tuple(
                (opening, barrier_of(opening.procedure, one))
                for opening in _openings(one, Party.ORGANISATION)
            ),
        )
        for one in shown
    ]


def _record(record: UUID, viewer: Viewer) -> ShownEntry:
    try:
        return entry.one(record, viewer=viewer, on=localdate())
    except NotShown:
        raise Http404 from None


def _openings(shown: ShownEntry, party: Party) -> tuple[Opening, ...]:
    item = judged_item(shown.item, shown.edition)
    return openings(item, party) if item else ()


def _opening(shown: ShownEntry, procedure: str, party: Party) -> Opening:
    found = next((one for one in _openings(shown, party) if one.procedure.code == procedure), None)
    if found is None:
        raise Http404
    return found
