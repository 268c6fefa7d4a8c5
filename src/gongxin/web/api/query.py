"""Government queries for approval systems: ask before deciding, report back after it (逢办必查)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Header, Router, Schema
from pydantic import ConfigDict, Field

from gongxin.actions.feedback import (
    LONGEST_NOTE,
    DayNotPossible,
    Feedback,
    FeedbackMovedMeanwhile,
    UnknownLook,
    report,
)
from gongxin.actions.look import NoPurpose
from gongxin.actions.query import (
    LONGEST_CASE_NUMBER,
    LONGEST_PURPOSE,
    MOST_CODES,
    Asked,
    KeyUsedOtherwise,
    NoCaseNumber,
    TextTooLong,
    TooManyCodes,
    asked_row,
)
from gongxin.disclosure.feedback import Decision, MeasureOutsideList
from gongxin.disclosure.scope import Scope
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import feedback as reported
from gongxin.queries import query as queries
from gongxin.queries.matter import UnknownMatter, by_code
from gongxin.queries.query import AnswerNotKept, QueryFacts, UnknownQuery
from gongxin.reports.query import ask
from gongxin.web.api.answer import answer, answer_object
from gongxin.web.api.parameter import ITEM, USCC, strict
from gongxin.web.api.problem import Problem
from gongxin.web.shared.client import Caller, ClientAuth

router = Router(tags=["queries"], auth=ClientAuth(Scope.QUERY))
REFUSALS: dict[type[Exception], int] = {
    UnknownQuery: 404,
    AnswerNotKept: 410,
    UnknownMatter: 422,
    NoPurpose: 422,
    NoCaseNumber: 422,
    TextTooLong: 422,
    TooManyCodes: 422,
    PersonalInText: 422,
    KeyUsedOtherwise: 409,
    UnknownLook: 404,
    FeedbackMovedMeanwhile: 409,
    MeasureOutsideList: 422,
    DayNotPossible: 422,
}
LONGEST_CODE = 64
IdempotencyKey = Annotated[
    str,
    Header(
        ...,
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="同一请求重发得到同一答复，不重复记录 / a request repeated under its key is one query",
    ),
]


class QueryIn(Schema):
    """One to 10,000 codes of organisations, and the matter, case and purpose they are looked at for."""

    model_config = ConfigDict(extra="forbid")

    codes: list[Annotated[str, Field(max_length=LONGEST_CODE)]] = Field(min_length=1, max_length=MOST_CODES)
    matter: str = Field(pattern=ITEM)
    case_number: str = Field(min_length=1, max_length=LONGEST_CASE_NUMBER)
    purpose: str = Field(min_length=1, max_length=LONGEST_PURPOSE)


class QueryOut(Schema):
    """`state` is received while a large query is in the queue, then answered.

    `rows` are the codes as they were sent: found, nothing, unknown (to the register) or broken. Of each
    organisation the entries of the matter's items are shown, with the measures that may follow; `look` is its
    number in the query log.
    """

    query: UUID
    state: str
    matter: dict[str, Any]
    edition: str
    case_number: str
    purpose: str
    on: date
    answered_at: datetime | None
    log: dict[str, int] | None
    rows: list[dict[str, Any]]
    organisations: dict[str, dict[str, Any]]


class FeedbackIn(Schema):
    """What was decided about an organisation of a query. `version` 1 is the first report, more correct it."""

    model_config = ConfigDict(extra="forbid")

    uscc: str = Field(pattern=USCC)
    decision: Decision
    decided_on: date
    measures: list[Annotated[str, Field(pattern=ITEM)]] = Field(default_factory=list, max_length=50)
    note: str = Field("", max_length=LONGEST_NOTE)
    version: int = Field(1, ge=1, le=1000)


class FeedbackOut(Schema):
    look: UUID
    version: int
    sequence: int


def caller_of(request: HttpRequest) -> Caller:
    return request.auth  # type: ignore[attr-defined, no-any-return]


@router.post("/queries", response={200: QueryOut, 202: QueryOut}, operation_id="ask_query")
@strict
def post_query(request: HttpRequest, asked: QueryIn, key: IdempotencyKey) -> HttpResponse:
    """按应用清单的事项查询 / Ask about organisations in the course of a matter; it is on record first."""
    caller, on = caller_of(request), localdate()
    query = ask(
        Asked(
            unit=caller.unit,
            account=caller.account,
            channel="api",
            matter=asked.matter,
            edition=by_code(asked.matter, on).edition,
            purpose=asked.purpose,
            case_number=asked.case_number,
            on=on,
            rows=[asked_row(place, code) for place, code in enumerate(asked.codes, 1)],
            key=key,
        )
    )
    facts = queries.one(query, account=caller.account)
    response = _answered(request, facts)
    response.status_code = 200 if facts.is_answered else 202
    response.headers["Location"] = f"/api/v1/queries/{query}"
    return response


@router.get("/queries/{uuid:query}", response=QueryOut, operation_id="get_query")
@strict
def get_query(request: HttpRequest, query: UUID) -> HttpResponse:
    """本账号一次查询的答复 / The answer to one of the account's queries, as it was given."""
    return _answered(request, queries.one(query, account=caller_of(request).account))


@router.get("/queries/{uuid:query}/receipt", operation_id="get_query_receipt")
@strict
def get_receipt(request: HttpRequest, query: UUID) -> HttpResponse:
    """签名核查凭证 / The signed check receipt, exactly as signed."""
    queries.one(query, account=caller_of(request).account)
    text = queries.receipt(query)
    if not text:
        raise Problem(
            404, "尚未查询任何主体，没有凭证。 / No organisation was looked at, so there is no receipt."
        )
    return _private(answer(request, text))


@router.post("/queries/{uuid:query}/feedback", response=FeedbackOut, operation_id="report_feedback")
@strict
def post_feedback(request: HttpRequest, query: UUID, given: FeedbackIn) -> HttpResponse:
    """反馈办理结果 / Report what was decided about an organisation; only listed measures can be recorded."""
    caller = caller_of(request)
    facts = queries.one(query, account=caller.account)
    look = _look(facts, given.uscc)
    feedback = Feedback(
        decision=given.decision,
        decided_on=given.decided_on,
        by=caller.account,
        measures=given.measures,
        note=given.note,
    )
    sequence, _ = report({look: given.version}, feedback, unit=caller.unit, on=localdate())
    value = {"look": str(look), "version": given.version + 1, "sequence": sequence}
    return _private(answer_object(request, value))


def _look(facts: QueryFacts, uscc: str) -> UUID:
    if facts.sequence_from is None or facts.sequence_to is None:
        raise UnknownLook(uscc)
    found = reported.look_at(uscc, batch=facts.id, span=(facts.sequence_from, facts.sequence_to))
    if found is None:
        raise UnknownLook(uscc)
    return found


def _answered(request: HttpRequest, facts: QueryFacts) -> HttpResponse:
    kept: Mapping[str, Any] = queries.head(facts.id) if facts.is_answered else {}
    told = queries.organisations(facts.id) if facts.is_answered else ()
    value = {
        "query": str(facts.id),
        "state": facts.state,
        "matter": kept.get("matter", {"code": facts.matter}),
        "edition": facts.edition,
        "case_number": facts.case_number,
        "purpose": facts.purpose,
        "on": facts.on,
        "answered_at": facts.answered_at,
        "log": _position(facts),
        "rows": kept.get("rows", []),
        "organisations": {one["uscc"]: one for one in told},
    }
    links = [f'</api/v1/queries/{facts.id}/receipt>; rel="receipt"'] if facts.sequence_from else []
    return _private(answer_object(request, value, links=links))


def _position(facts: QueryFacts) -> dict[str, int | None] | None:
    if facts.sequence_from is None:
        return None
    return {"first": facts.sequence_from, "last": facts.sequence_to, "size": facts.log_size}


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
