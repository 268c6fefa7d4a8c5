"""The three lists: what is recorded, which conduct falls into which tier, and what may follow."""

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.catalogue.edition import UnknownItem
from gongxin.catalogue.export import FORMATS
from gongxin.catalogue.template import template as sheet
from gongxin.law.parameter import load_parameters
from gongxin.queries import item as items
from gongxin.queries.unit import units
from gongxin.web.shared.access import public
from gongxin.web.shared.error import error_page, not_found
from gongxin.web.shared.templatetags.catalogue_words import CATEGORIES

CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "jsonld": "application/ld+json",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    edition = items.catalogue(localdate())
    order = list(CATEGORIES)
    listed = sorted(edition.items.values(), key=lambda item: (order.index(item.category), item.order))
    by_category = [
        (CATEGORIES[category], tuple(group))
        for category, group in groupby(listed, lambda item: item.category)
    ]
    return render(
        request,
        "portal/catalogue/index.html",
        {"edition": edition, "by_category": by_category, "forms": FORMATS},
    )


@public
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    edition = items.catalogue(localdate())
    try:
        found = edition.item(code)
    except UnknownItem as refusal:
        return error_page(request, 404, str(refusal))
    return render(
        request,
        "portal/catalogue/item.html",
        {
            "item": found,
            "category": CATEGORIES[found.category],
            "behaviours": edition.behaviours_of(code),
            "applications": [a for a in edition.applications.values() if code in a.items],
            "terms": _terms(found.frequency.parameter, found.query_period),
        },
    )


def _terms(*keys: str) -> tuple[object, ...]:
    held, on = load_parameters(*settings.GONGXIN_CITY_FOLDERS), localdate()
    return tuple(held[key].known_on(on) for key in keys)


@public
@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    """Return the typed Excel template of an item."""
    edition = items.catalogue(localdate())
    try:
        found = sheet(edition.item(code), edition)
    except UnknownItem as refusal:
        return error_page(request, 404, str(refusal))
    response = HttpResponse(found, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{code}.xlsx"'
    return response


@public
@require_safe
def behaviours(request: HttpRequest) -> HttpResponse:
    edition = items.catalogue(localdate())
    return render(request, "portal/catalogue/behaviours.html", {"edition": edition})


@public
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    edition = items.catalogue(localdate())
    rows = [(a, [edition.measures[code] for code in a.measures]) for a in edition.applications.values()]
    return render(request, "portal/catalogue/applications.html", {"edition": edition, "rows": rows})


@public
@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """Show what each unit may decide, by unit."""
    names = {unit.uscc: unit.name for unit in units()}
    listed = sorted(items.catalogue(localdate()).powers, key=lambda power: (power.unit, power.code))
    by_unit = [
        (unit, names.get(unit, unit), tuple(group)) for unit, group in groupby(listed, lambda one: one.unit)
    ]
    return render(request, "portal/catalogue/powers.html", {"units": by_unit})


@public
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Return the whole catalogue for machines."""
    if form not in FORMATS:
        return not_found(request)
    text = FORMATS[form](items.catalogue(localdate()))
    return HttpResponse(text, content_type=CONTENT_TYPES[form])
