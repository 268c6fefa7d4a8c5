"""Each request counted, timed, and written down in one line that holds no content.

The line names the route, never the address: that names organisations, and its query what was looked for.
"""

import logging
import re
import secrets
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from gongxin.web.shared.log_line import request_id
from gongxin.web.shared.metrics import ANSWERED, FAULTS, SECONDS

Answer = Callable[[HttpRequest], HttpResponseBase]
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SIDES = ("api", "log", "office", "desk", "account", "static", "oauth")
FAULT = 500
log = logging.getLogger("gongxin.request")


def observed(get_response: Answer) -> Answer:
    """Middleware, before all others: count, time and number the request."""

    def observe(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        number = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        token, began = request_id.set(number), perf_counter()
        try:
            response = get_response(request)
            _note(request, response.status_code, perf_counter() - began)
            response.headers["X-Request-Id"] = number
            return response
        finally:
            request_id.reset(token)

    return observe


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    side, method = side_of(request), request.method if request.method in METHODS else "other"
    ANSWERED.labels(side, method, str(status)).inc()
    SECONDS.labels(side).observe(seconds)
    if status >= FAULT:
        FAULTS.labels(side).inc()
    if settings.GONGXIN_LOG_REQUESTS:
        facts = {
            "method": method,
            "route": route_of(request),
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        log.info("request", extra={"facts": {"side": side, **facts}})


def side_of(request: HttpRequest) -> str:
    first = request.path_info.strip("/").partition("/")[0]
    return first if first in SIDES else "portal"


def route_of(request: HttpRequest) -> str:
    """Return the pattern the address fits, or nothing where it fits none."""
    match = request.resolver_match
    if match is None:
        try:
            match = resolve(request.path_info)
        except (Resolver404, UnicodeError):
            return ""
    return str(match.route)
