"""Deliveries under contract, for the systems of credit agencies: ask, look how far it is, fetch the file."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.timezone import localdate
from ninja import Router, Schema
from pydantic import Field

from gongxin.actions import delivery_file
from gongxin.actions import delivery_request as actions
from gongxin.actions.look import NoPurpose
from gongxin.disclosure.contract import NoContract, QuotaUsedUp
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import contract as contracts
from gongxin.queries import delivery as queries
from gongxin.web.api.answer import answer_object
from gongxin.web.api.authorised_query import IdempotencyKey
from gongxin.web.api.parameter import strict
from gongxin.web.api.problem import Problem
from gongxin.web.shared.client import Caller, ClientAuth

router = Router(tags=["deliveries"], auth=ClientAuth("delivery"))
REFUSALS: dict[type[Exception], int] = {
    queries.UnknownDelivery: 404,
    queries.NotDelivered: 404,
    NoContract: 403,
    QuotaUsedUp: 429,
    actions.OddCodes: 422,
    actions.OddAmount: 422,
    NoPurpose: 422,
    PersonalInText: 422,
}
Code = Annotated[str, Field(max_length=64)]


class DeliveryIn(Schema):
    """`contract` is a contract's number; empty: the one in force."""

    codes: list[Code] = Field(min_length=1, max_length=actions.MOST)
    purpose: str = Field(min_length=1, max_length=actions.LONGEST_PURPOSE)
    contract: str = Field("", max_length=64)


class DeliveryOut(Schema):
    """States: waiting, running, delivered, stopped. `quota_left` is of the month of asking."""

    id: UUID
    contract: str
    state: str
    stopped_because: str
    purpose: str
    asked: int
    looked_up: int
    requested_at: datetime
    ended_at: datetime | None
    sequence: int | None
    quota_left: int
    quota_resets_on: str


@router.post("/deliveries", response={202: DeliveryOut}, operation_id="request_delivery")
@strict
def request_delivery(request: HttpRequest, asked: DeliveryIn, key: IdempotencyKey = "") -> HttpResponse:
    """批量查询申请，随后在队列中处理 / Ask for organisations in bulk; the work is done in the queue."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    contract = contracts.in_force(caller.unit, number=asked.contract, on=localdate())
    wanted = actions.Request(
        contract=contract.id,
        unit=caller.unit,
        by=caller.account,
        channel="api",
        purpose=asked.purpose,
        key=key,
    )
    delivery = actions.request_delivery(asked.codes, wanted, on=localdate())
    response = _answer(request, queries.one(delivery, unit=caller.unit))
    response.status_code = 202
    response.headers["Location"] = f"/api/v1/deliveries/{delivery}"
    return response


@router.get("/deliveries/{uuid:delivery}", response=DeliveryOut, operation_id="get_delivery")
@strict
def status(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """本单位一次批量查询的状态 / State of one of the unit's deliveries."""
    return _answer(request, queries.one(delivery, unit=_unit(request)))


@router.get("/deliveries/{uuid:delivery}/file", operation_id="get_delivery_file")
@strict
def file(request: HttpRequest, delivery: UUID) -> HttpResponseBase:
    """交付文件（ZIP，含签名清单） / The file: CSV, JSON Lines and the signed manifest in a ZIP."""
    queries.fetchable(delivery, unit=_unit(request), on=localdate())
    path = delivery_file.archive(delivery)
    if path is None:
        raise Problem(404, "没有该文件。 / There is no such file.")
    response = FileResponse(path.open("rb"), as_attachment=True, filename=f"delivery-{delivery}.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


def _unit(request: HttpRequest) -> str:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller.unit


def _answer(request: HttpRequest, found: queries.DeliveryFacts) -> HttpResponse:
    contract = contracts.one(found.contract, on=localdate())
    value = {
        "id": str(found.id),
        "contract": found.number,
        "state": found.state,
        "stopped_because": found.stopped_because,
        "purpose": found.purpose,
        "asked": found.asked,
        "looked_up": found.looked_up,
        "requested_at": found.requested_at,
        "ended_at": found.ended_at,
        "sequence": found.sequence,
        "quota_left": contract.left,
        "quota_resets_on": contract.resets_on,
    }
    response = answer_object(request, value)
    response.headers["Cache-Control"] = "no-store"
    return response
