"""Search for an organisation by name or code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from gongxin.queries.search import search as find
from gongxin.web.shared.access import public

SHORTEST = 2
LONGEST = 100
WHILE_TYPING = 8
PAGE = 20


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the hits as a page, or as the part below the field while the reader types."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    is_typing = bool(request.headers.get("HX-Request"))
    found = None
    if len(text) >= SHORTEST:
        found = find(text, size=WHILE_TYPING if is_typing else PAGE, after=request.GET.get("after") or None)
        if not is_typing and [hit.uscc for hit in found.hits] == [text.upper()]:
            return redirect("portal:organisation", uscc=found.hits[0].uscc)
    response = render(
        request,
        "portal/search/_found.html" if is_typing else "portal/search/search.html",
        {"text": text, "found": found, "is_typing": is_typing, "after": request.GET.get("after")},
    )
    patch_vary_headers(response, ["HX-Request"])
    return response
