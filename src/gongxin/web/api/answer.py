"""JSON answers: tagged, so that a client that has the same already gets no body, and linked (RFC 8288)."""

import datetime
import json
from collections.abc import Iterable
from hashlib import blake2b
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

MEDIA_TYPE = "application/json"


def answer(
    request: HttpRequest, text: str, *, links: Iterable[str] = (), media_type: str = MEDIA_TYPE
) -> HttpResponse:
    """Return JSON text, or 304 where the client's tag still fits. Nobody may reuse it without asking again:
    a record can be withdrawn at any moment."""
    body = text.encode()
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    response: HttpResponse
    if _fits(request.META.get("HTTP_IF_NONE_MATCH"), tag):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type=media_type)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"
    if link := ", ".join(links):
        response.headers["Link"] = link
    return response


def answer_object(request: HttpRequest, value: object, *, links: Iterable[str] = ()) -> HttpResponse:
    """Return a value as JSON."""
    return answer(request, json.dumps(value, ensure_ascii=False, default=_plain), links=links)


def _plain(value: object) -> str:
    """Return days and instants as RFC 3339 has them, and anything else as its text."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def next_link(request: HttpRequest, **changed: object) -> str:
    """Return the link to the next page: this address with some parameters changed."""
    query = request.GET.dict() | {name: str(value) for name, value in changed.items()}
    return f'<{request.path}?{urlencode(query)}>; rel="next"'


def _fits(tags: str | None, tag: str) -> bool:
    return tags is not None and (
        tags.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in tags.split(","))
    )
