"""The public API, version 1. Its description is served at /api/v1/openapi.json."""

from django.http import HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from gongxin.catalogue.edition import UnknownItem
from gongxin.ledger.tree import NoSuchProof
from gongxin.queries.batch import UnknownBatch
from gongxin.queries.log import EmptyLog
from gongxin.queries.organisation import UnknownOrganisation
from gongxin.queries.shown_entry import InvalidCursor, NotShown, Withdrawn
from gongxin.web.api import (
    authorised_query,
    batch,
    case,
    catalogue,
    change,
    commitment,
    delivery,
    feedback,
    history,
    organisation,
    own,
    own_repair,
    query,
    record,
    repair,
    warning,
)
from gongxin.web.api.description import DescribedAPI
from gongxin.web.api.problem import Problem, problem_response
from gongxin.web.shared.access import PUBLIC, TOKEN
from gongxin.web.shared.client import ScopeMissing

REFUSALS: dict[type[Exception], int] = {
    UnknownOrganisation: 404,
    Withdrawn: 410,
    NotShown: 404,
    UnknownItem: 404,
    UnknownBatch: 404,
    EmptyLog: 404,
    NoSuchProof: 404,
    InvalidCursor: 422,
    **authorised_query.REFUSALS,
    **case.REFUSALS,
    **commitment.REFUSALS,
    **delivery.REFUSALS,
    **query.REFUSALS,
    **warning.REFUSALS,
}

api = DescribedAPI(
    title="公信 gongxin",
    version="1",
    description="法人和非法人组织公共信用信息开放接口。 / Public credit information about organisations.",
    urls_namespace="api",
    docs_url=None,
)
for part in (
    organisation,
    record,
    catalogue,
    change,
    commitment,
    own,
    own_repair,
    history,
    batch,
    case,
    authorised_query,
    delivery,
    query,
    feedback,
    repair,
    warning,
):
    api.add_router("", part.router)


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem_response(problem)


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"parameter": ".".join(str(part) for part in one["loc"][1:]) or "body", "reason": str(one["msg"])}
        for one in error.errors
    ]
    return problem_response(
        Problem(422, "请按 errors 逐项改正。 / Correct what `errors` names.", errors=errors)
    )


@api.exception_handler(AuthenticationError)
def on_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    detail = "请在 Authorization 中写 Bearer 加令牌；令牌可能已过期或撤销。"
    text = f"{detail} / Send Authorization: Bearer TOKEN; it may be expired or revoked."
    challenge = 'Bearer realm="gongxin"'
    if "Authorization" in request.headers:
        challenge += ', error="invalid_token"'
    return problem_response(Problem(401, text, headers={"WWW-Authenticate": challenge}))


@api.exception_handler(ScopeMissing)
def on_missing_scope(request: HttpRequest, refusal: ScopeMissing) -> HttpResponse:
    challenge = f'Bearer realm="gongxin", error="insufficient_scope", scope="{refusal.scope}"'
    return problem_response(Problem(403, str(refusal), headers={"WWW-Authenticate": challenge}))


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem_response(Problem(error.status_code, f"请检查请求格式。 / Check the request: {error}"))


def _refuse(request: HttpRequest, refusal: Exception | type[Exception]) -> HttpResponse:
    status = next((status for kind, status in REFUSALS.items() if isinstance(refusal, kind)), 400)
    return problem_response(Problem(status, str(refusal)))


for kind in REFUSALS:
    api.add_exception_handler(kind, _refuse)

urls = api.urls  # made once: each asking makes new views
# How the addresses of operations with a token begin.
CLOSED = ("batches", "check", "own/", "history/", "authorised-queries", "deliveries", "queries", "cases")
for pattern in urls[0]:
    is_closed = str(pattern.pattern).startswith(CLOSED)
    pattern.callback.access = TOKEN if is_closed else PUBLIC  # type: ignore[union-attr]
