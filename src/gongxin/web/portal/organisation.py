"""An organisation's page: what is publicly on record about it, by section of the catalogue."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.catalogue.label import Label
from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.queries import organisation as register
from gongxin.queries.item import catalogue, judged_item
from gongxin.queries.organisation import OrganisationFacts, UnknownOrganisation
from gongxin.queries.shown_entry import ShownEntry
from gongxin.web.portal.item import is_public
from gongxin.web.shared.access import public
from gongxin.web.shared.error import error_page

REGISTRATION = "organisation_registration"  # stands in the head of the page, not among the sections


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its records; `total` counts those beyond the cap too."""

    heading: Label
    items: tuple[Item, ...]
    entries: tuple[ShownEntry, ...]
    total: int

    @property
    def is_capped(self) -> bool:
        return self.total > len(self.entries)

    @property
    def anchor(self) -> str:
        return self.items[0].code.replace("_", "-")


def sections(
    items: Iterable[Item], entries: Iterable[ShownEntry], counts: Mapping[str, int]
) -> tuple[Section, ...]:
    """Return the sections in the catalogue's order, those without records among them."""
    by_heading: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda item: item.order):
        by_heading.setdefault(item.section.zh, []).append(item)
    held = tuple(entries)
    return tuple(
        Section(
            heading=group[0].section,
            items=tuple(group),
            entries=tuple(e for e in held if e.item in {item.code for item in group}),
            total=sum(counts.get(item.code, 0) for item in group),
        )
        for group in by_heading.values()
    )


def is_on_page(item: Item, facts: OrganisationFacts) -> bool:
    """Say whether the page has a place for the item: public, and about this kind of organisation."""
    return (
        item.code != REGISTRATION
        and is_public(item)
        and (facts.kind in item.subjects or not facts.is_registered)
    )


def items_on_page(
    today: Edition, entries: Iterable[ShownEntry], facts: OrganisationFacts
) -> tuple[Item, ...]:
    """Return what has a place on the page, and what has records, also where the catalogue has dropped it."""
    items = {item.code: item for item in today.items.values() if is_on_page(item, facts)}
    for one in entries:
        item = today.items.get(one.item) or judged_item(one.item, one.edition)
        if item and one.item != REGISTRATION:
            items.setdefault(one.item, item)
    return tuple(items.values())


@public
@require_safe
def organisation(request: HttpRequest, uscc: str) -> HttpResponse:
    if uscc != uscc.upper():
        return redirect("portal:organisation", uscc=uscc.upper(), permanent=True)
    on = localdate()
    try:
        facts = register.by_code(uscc)
    except UnknownOrganisation as refusal:
        return error_page(request, 404, str(refusal))
    entries = entry.of_organisation(uscc, viewer=Viewer.ANYONE, on=on)
    counts = entry.counts_of_organisation(uscc, viewer=Viewer.ANYONE, on=on)
    items = items_on_page(catalogue(on), entries, facts)
    return render(
        request,
        "portal/organisation/organisation.html",
        {"facts": facts, "sections": sections(items, entries, counts), "on": on, "address": _address(uscc)},
    )


@public
@require_safe
def qr(request: HttpRequest, uscc: str) -> HttpResponse:
    """Return the QR code of the organisation's page. It needs no look-up: it says only the address."""
    out = io.BytesIO()
    segno.make(_address(uscc.upper()), error="m").save(out, kind="svg", scale=4, border=2, title=uscc.upper())
    response = HttpResponse(out.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _address(uscc: str) -> str:
    return f"{settings.GONGXIN_PUBLIC_URL}{reverse('portal:organisation', args=[uscc])}"
