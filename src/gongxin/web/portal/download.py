"""Open data: every public record, by item."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.catalogue.edition import UnknownItem
from gongxin.queries import figure, log
from gongxin.queries.item import catalogue
from gongxin.reports.open_data import FORMS, UnknownForm
from gongxin.reports.open_data import download as open_data
from gongxin.web.portal.item import public_items
from gongxin.web.shared.access import public
from gongxin.web.shared.error import error_page


@public
@require_safe
def downloads(request: HttpRequest) -> HttpResponse:
    on = localdate()
    counts = {part.item: part.shown for part in figure.figures(on).by_item}
    rows = [(item, counts.get(item.code, 0)) for item in public_items(on)]
    return render(request, "portal/download/index.html", {"rows": rows, "forms": FORMS})


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return what can be downloaded, and how long the log is now."""
    on = localdate()
    try:
        checkpoint = log.checkpoint()
    except log.EmptyLog:
        checkpoint = None
    return JsonResponse(
        {
            "on": on.isoformat(),
            "edition": catalogue(on).code,
            "log": {
                "origin": settings.GONGXIN_LOG_ORIGIN,
                "size": checkpoint.size if checkpoint else 0,
                "checkpoint": checkpoint.note if checkpoint else "",
            },
            "items": [
                {
                    "item": item.code,
                    "name": {"zh": item.name.zh, "en": item.name.en},
                    "files": {
                        form: settings.GONGXIN_PUBLIC_URL + reverse("portal:download", args=[item.code, form])
                        for form in FORMS
                    },
                }
                for item in public_items(on)
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )


@public
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    on = localdate()
    try:
        file = open_data(catalogue(on).item(code), form, on=on)
    except (UnknownItem, UnknownForm) as refusal:
        return error_page(request, HTTPStatus.NOT_FOUND, str(refusal))
    headers = {
        "Content-Disposition": f'attachment; filename="{file.file_name}"',
        "Gongxin-Log-Size": str(file.size),
    }
    return StreamingHttpResponse(file.pieces, content_type=file.content_type, headers=headers)
