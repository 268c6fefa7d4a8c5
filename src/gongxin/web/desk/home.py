"""The first page of the desk: what needs attention, and how much is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.catalogue.item import Category
from gongxin.disclosure.policy import Viewer
from gongxin.procedures.step import Party
from gongxin.procedures.waiting import waits_for
from gongxin.queries import authorisation, case, credit_report, entry, look, notice, organisation
from gongxin.queries.authorisation import AuthorisationFacts
from gongxin.queries.case import CaseFacts
from gongxin.queries.credit_report import ReportFilter
from gongxin.queries.item import named_item
from gongxin.queries.shown_entry import ShownEntry
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative, signed_in

SOON = timedelta(days=90)  # how far ahead a repair is announced
ENDING = timedelta(days=30)  # and the end of an authorisation
LISTED = 5
RECENT = timedelta(days=30)  # how long a report is news


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """How many records of a category are held, and how many of them anybody can see today."""

    category: Category
    held: int
    public: int


@signed_in
@never_cache
@require_safe
def pick(request: PersonRequest) -> HttpResponse:
    """Lead to the organisation's desk; who represents several picks one, who represents none learns how."""
    codes = sorted(request.person.organisations)
    if len(codes) == 1:
        return redirect("desk:home", uscc=codes[0])
    choices = [(organisation.by_code(uscc), notice.unread_of_organisation(uscc)) for uscc in codes]
    return render(request, "desk/home/pick.html", {"choices": choices})


@representative
@never_cache
@require_safe
def home(request: PersonRequest, uscc: str) -> HttpResponse:
    on = localdate()
    viewer = Viewer.organisation(uscc)
    held = entry.counts_of_organisation(uscc, viewer=viewer, on=on)
    public = entry.counts_of_organisation(uscc, viewer=Viewer.ANYONE, on=on)
    context = {
        "on": on,
        "counts": category_counts(held, public, on),
        "total": sum(held.values()),
        "shown": sum(public.values()),
        "messages_unread": [one for one in notice.of_organisation(uscc) if one.opened_at is None][:LISTED],
        "repairable": repairable(entry.of_organisation(uscc, viewer=viewer, on=on), on),
        "asked": asked(case.of_organisation(uscc)),
        "ending": ending(authorisation.of_organisation(uscc, on=on), on),
        "reports": credit_report.page(ReportFilter(uscc=uscc, issued_from=on - RECENT), size=LISTED),
        "looks": look.of_organisation(uscc, size=LISTED).looks,
    }
    return desk_page(request, uscc, "desk/home/home.html", context)


def category_counts(
    held: Mapping[str, int], public: Mapping[str, int], on: date
) -> tuple[CategoryCount, ...]:
    """Return the counts of every category, in its order."""

    def total(counts: Mapping[str, int], category: Category) -> int:
        return sum(
            n for code, n in counts.items() if (item := named_item(code, on)) and item.category is category
        )

    return tuple(CategoryCount(one, total(held, one), total(public, one)) for one in Category)


def repairable(entries: Sequence[ShownEntry], on: date) -> list[ShownEntry]:
    """Return the records that can be repaired now or soon, the earliest first."""
    found = [one for one in entries if one.repairable_on and one.repairable_on <= on + SOON]
    return sorted(found, key=lambda one: one.repairable_on or on)


def asked(cases: Sequence[CaseFacts]) -> list[CaseFacts]:
    """Return the open cases that wait for the organisation, in their order."""
    return [one for one in cases if one.is_open and Party.ORGANISATION in waits_for(one.procedure, one.state)]


def ending(given: Sequence[AuthorisationFacts], on: date) -> list[AuthorisationFacts]:
    """Return the authorisations that end soon."""
    return [one for one in given if one.is_open and on <= one.valid_until <= on + ENDING]
