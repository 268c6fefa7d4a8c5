"""The way in for machines: no session, no cookie, no language, no form token; a limit, and problems as JSON.

It stands before the middleware that pages need, which programs would only pay for.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import Http404
from django.urls import Resolver404, resolve

from gongxin.web.api.problem import MEDIA_TYPE, Problem, problem_response
from gongxin.web.shared.rate import RateLimit, client_address

Answer = Callable[[HttpRequest], HttpResponseBase]
LIMITED = ("/api/v1/", "/oauth/", "/.well-known/oauth-")
OWN_ERRORS = ("/oauth/",)  # a standard says what they look like
FREE = ("/log/", "/healthz", "/readyz", "/metrics")  # files by nature, and what a monitor asks
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Access-Control-Allow-Origin": "*",  # public data; no answer here depends on a cookie
    "Referrer-Policy": "no-referrer",
}
REASONS = {
    404: "没有这个地址。接口说明见 /api/v1/openapi.json。 / No such address; see /api/v1/openapi.json.",
    405: "请按 /api/v1/openapi.json 使用该地址支持的方法。 / Use a method listed in /api/v1/openapi.json.",
}


def gate(get_response: Answer) -> Answer:
    """Middleware: answer requests of machines here, and pass on the rest."""
    limit = RateLimit(settings.GONGXIN_RATE_LIMIT)

    def enter(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(LIMITED):
            # By address alone: a header that anyone can make up would give each request a bucket of its own.
            allowance = limit.take(client_address(request))
            response = _refused(allowance.wait) if allowance.wait else _answered(request)
            for name, value in allowance.headers().items():
                response.headers[name] = value
            return response
        return _answered(request) if path.startswith(FREE) else get_response(request)

    return enter


def _refused(wait: int) -> HttpResponseBase:
    detail = (
        f"请在 {wait} 秒后重试；批量使用请下载开放数据。"
        f" / Try again in {wait} s; for use in bulk take the downloads."
    )
    return problem_response(Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, wait=wait))


def _answered(request: HttpRequest) -> HttpResponseBase:
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    response = _called(request)
    if not request.path_info.startswith(OWN_ERRORS):
        response = _as_problem(response)
    if is_head and isinstance(response, HttpResponse):
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _called(request: HttpRequest) -> HttpResponseBase:
    """Call the view that the address and its declaration lead to; refusals become problems."""
    try:
        request.get_host()
        match = resolve(request.path_info)
        request.resolver_match = match
        if not hasattr(match.func, "access"):
            raise PermissionDenied
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return response
    except Problem as problem:
        return problem_response(problem)
    except (Resolver404, Http404):
        return problem_response(Problem(404, REASONS[404]))
    except PermissionDenied:
        return problem_response(Problem(403, "没有权限。 / Not permitted."))
    except RequestDataTooBig:
        return problem_response(Problem(413, "请分成较小的文件。 / Split it into smaller files."))
    except (SuspiciousOperation, BadRequest, UnicodeError) as error:
        return problem_response(Problem(400, f"请检查请求格式。 / Check the form of the request: {error}"))


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """Turn an error that a library answered in its own way into a problem."""
    status = response.status_code
    if status < HTTPStatus.BAD_REQUEST or response.headers.get("Content-Type") == MEDIA_TYPE:
        return response
    problem = problem_response(Problem(status, REASONS.get(status, "请求未被接受。 / Not accepted.")))
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            problem.headers[name] = response.headers[name]
    return problem
