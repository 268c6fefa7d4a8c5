"""Queries on an organisation's authorisation, for the systems of banks and agencies."""

import json
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Header, Router, Schema
from pydantic import Field

from gongxin.actions.authorised_query import Asking, KeyUsedOtherwise
from gongxin.disclosure.authorisation import NotAuthorised
from gongxin.queries import authorised_query as queries
from gongxin.reports.authorised_query import ask
from gongxin.web.api.answer import answer, answer_object
from gongxin.web.api.parameter import ITEM, USCC, strict
from gongxin.web.api.problem import Problem
from gongxin.web.shared.client import Caller, ClientAuth

router = Router(tags=["authorised queries"], auth=ClientAuth("authorised_query"))
REFUSALS: dict[type[Exception], int] = {
    NotAuthorised: 403,
    KeyUsedOtherwise: 409,
    queries.UnknownQuery: 404,
}
IdempotencyKey = Annotated[
    str,
    Header(
        "",
        alias="Idempotency-Key",
        max_length=255,
        description="同一请求重发不重复计次 / a request repeated under its key is one look",
    ),
]


class AuthorisedQueryIn(Schema):
    """`items` empty or missing asks for all that the organisation authorised."""

    uscc: str = Field(pattern=USCC)
    items: list[Annotated[str, Field(pattern=ITEM)]] = Field(default_factory=list, max_length=200)


class AuthorisedQueryOut(Schema):
    """`sequence` is the place of the look in the log; `receipt` is signed and can be checked offline."""

    query: UUID
    sequence: int
    uscc: str
    purpose: str
    items: list[str]
    answer: dict[str, Any]
    receipt: dict[str, Any]


@router.post("/authorised-queries", response=AuthorisedQueryOut, operation_id="query_under_authorisation")
@strict
def query(request: HttpRequest, asked: AuthorisedQueryIn, key: IdempotencyKey = "") -> HttpResponse:
    """凭主体授权查询 / What an organisation authorised the unit to see, with what is public."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    asking = Asking(
        uscc=asked.uscc,
        recipient=caller.unit,
        by=caller.account,
        channel="api",
        items=tuple(sorted(set(asked.items))),
        key=key,
    )
    shown = ask(asking, on=localdate())
    value = {
        "query": str(shown.noted.query),
        "sequence": shown.noted.sequence,
        "uscc": asked.uscc,
        "purpose": shown.opened.purpose,
        "items": sorted(shown.opened.items),
        "answer": shown.answer.as_json(),
        "receipt": json.loads(shown.noted.receipt),
    }
    response = answer_object(request, value)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get(
    "/authorised-queries/{uuid:authorised_query}/receipt", operation_id="get_authorised_query_receipt"
)
@strict
def receipt(request: HttpRequest, authorised_query: UUID) -> HttpResponse:
    """本单位一次查询的签名回执 / The signed receipt of one of the unit's queries, exactly as signed."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    found = queries.one(authorised_query, recipient=caller.unit)
    if found.is_refused:
        raise Problem(404, "被拒绝的查询没有回执。 / A query that was refused has no receipt.")
    response = answer(request, found.receipt)
    response.headers["Cache-Control"] = "no-store"
    return response
