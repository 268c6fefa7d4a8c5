"""Everything held about the organisation, public or not; one record with its history and its proof."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.catalogue.item import Item
from gongxin.disclosure.policy import Viewer
from gongxin.queries import dossier, entry, log, organisation
from gongxin.queries.item import catalogue, judged_item, named_item
from gongxin.queries.organisation import OrganisationFacts
from gongxin.queries.shown_entry import EntryFilter, InvalidCursor, NotShown, ShownEntry
from gongxin.web.desk.case import asks
from gongxin.web.desk.page import desk_page
from gongxin.web.portal.organisation import sections
from gongxin.web.portal.window import strip, window_reason
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.error import error_page
from gongxin.web.shared.moment import asked_moment

PAGE = 50


@representative
@never_cache
@require_safe
def records(request: PersonRequest, uscc: str) -> HttpResponse:
    """Show every record by section, in the catalogue's order; what has none is named, too."""
    moment, form = asked_moment(request)
    on, known_at, viewer = moment.on, moment.known_at, Viewer.organisation(uscc)
    entries = entry.of_organisation(uscc, viewer=viewer, on=on, known_at=known_at)
    counts = entry.counts_of_organisation(uscc, viewer=viewer, on=on, known_at=known_at)
    facts = organisation.by_code(uscc)
    context = {
        "on": on,
        "sections": sections(items_held(entries, facts, on), entries, counts),
        "gone": dossier.gone(uscc, on=on) if moment.is_now else (),
        "moment": moment,
        "moment_form": form,
    }
    return desk_page(request, uscc, "desk/record/list.html", context)


def items_held(entries: tuple[ShownEntry, ...], facts: OrganisationFacts, on: date) -> tuple[Item, ...]:
    """Return what can be on record about this kind of organisation, and whatever is."""
    today = catalogue(on).items
    items = {
        item.code: item for item in today.values() if facts.kind in item.subjects or not facts.is_registered
    }
    for one in entries:
        if item := today.get(one.item) or judged_item(one.item, one.edition):
            items.setdefault(one.item, item)
    return tuple(items.values())


@representative
@never_cache
@require_safe
def records_of_item(request: PersonRequest, uscc: str, item: str) -> HttpResponse:
    """Show all records of one kind, page by page."""
    on, after = localdate(), request.GET.get("after") or None
    narrow = EntryFilter(uscc=uscc, item=item)
    try:
        page = entry.page(narrow, viewer=Viewer.organisation(uscc), on=on, after=after, size=PAGE)
    except InvalidCursor as refusal:
        return error_page(request, 400, str(refusal))
    context = {"on": on, "item": item, "page": page, "after": after}
    return desk_page(request, uscc, "desk/record/item.html", context)


@representative
@never_cache
@require_safe
def record(request: PersonRequest, uscc: str, record_id: UUID) -> HttpResponse:
    """Show a record as the organisation may know it: all of it, or that it was there."""
    moment, form = asked_moment(request)
    viewer = Viewer.organisation(uscc)
    try:
        versions = dossier.versions(record_id, uscc, on=localdate())
        shown = entry.one(record_id, viewer=viewer, on=moment.on, known_at=moment.known_at)
    except NotShown as refusal:
        return _gone(request, uscc, record_id) or error_page(request, 404, str(refusal))
    item = judged_item(shown.item, shown.edition)
    context = {
        "on": moment.on,
        "moment": moment,
        "moment_form": form,
        "entry": shown,
        "item": item,
        "reason": window_reason(item, shown) if item else None,
        "strip": strip(shown, moment.on),
        "versions": versions,
        "asks": asks(shown, localdate()) if moment.is_now else (),
    }
    return desk_page(request, uscc, "desk/record/record.html", context)


def _gone(request: PersonRequest, uscc: str, record_id: UUID) -> HttpResponse | None:
    """Return the page of a record that was withdrawn or erased; None where it was not, or is not named."""
    on = localdate()
    try:
        gone = dossier.gone_record(record_id, uscc, on=on)
    except NotShown:
        return None
    context = {
        "on": on,
        "gone": gone,
        "item": named_item(gone.item, on),
        "versions": dossier.versions(gone.record, uscc, on=on),
    }
    return desk_page(request, uscc, "desk/record/gone.html", context)


@representative
@never_cache
@require_safe
def proof(request: PersonRequest, uscc: str, record_id: UUID) -> HttpResponse:
    """Show that the record stands in the log, with salt and statement: it is the organisation's own."""
    on, viewer = localdate(), Viewer.organisation(uscc)
    try:
        shown = entry.one(record_id, viewer=viewer, on=on)
    except NotShown as refusal:
        return error_page(request, 404, str(refusal))
    context = {"entry": shown, "proof": log.inclusion(shown.sequence, viewer=viewer, on=on)}
    return desk_page(request, uscc, "desk/record/proof.html", context)
