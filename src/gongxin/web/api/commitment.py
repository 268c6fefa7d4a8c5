"""Commitments for programs: the public list, a unit's plan of verification, and numbers to give out."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Query, Router, Schema

from gongxin.actions.commitment_number import MOST, next_numbers
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.scope import Scope
from gongxin.procedures.commitment_number import NumbersUsedUp, division_of
from gongxin.queries import commitment
from gongxin.queries.commitment import CommitmentFacts, CommitmentFilter
from gongxin.queries.commitment_figure import CommitmentFigure, figures
from gongxin.web.api.answer import answer_object, next_link
from gongxin.web.api.parameter import Size, UsccFilter, strict
from gongxin.web.shared.client import ClientAuth

router = Router(tags=["commitments"])
PAGE = 50
REFUSALS: dict[type[Exception], int] = {NumbersUsedUp: 409}
Start = Annotated[int, Query(0, ge=0, le=10**7, description="上一页给出的 next / next of the page before")]
KindFilter = Annotated[str | None, Query(None, max_length=64, description="承诺类型 / kind")]
Count = Annotated[int, Query(1, ge=1, le=MOST)]
Months = Annotated[int, Query(6, ge=1, le=24)]
UNIT = ClientAuth(Scope.COMMITMENT)


class CommitmentOut(Schema):
    """`state`: running, waiting, soon, overdue, full, part, none or expired."""

    record: UUID
    number: str
    uscc: str
    organisation: str
    unit: str
    kind: str
    matter: str
    committed_on: date
    valid_until: date | None
    performance: str
    found_on: date | None
    state: str


class CommitmentsOut(Schema):
    commitments: list[CommitmentOut]
    next: int | None


class DueOut(CommitmentOut):
    """`due_by`: completion, template, plan, parameter, or empty where nobody has said by when."""

    due_on: date | None
    due_by: str
    signed_at: datetime | None


class DuesOut(Schema):
    commitments: list[DueOut]
    next: int | None


class NumbersOut(Schema):
    numbers: list[str]


class FigureOut(Schema):
    """Counts of one month, unit and kind; see docs/how-to/commitments.md."""

    month: date
    unit: str
    unit_name: str
    kind: str
    received: int
    completing: int
    granted: int
    verified: int
    broken: int
    overdue: int


class FiguresOut(Schema):
    figures: list[FigureOut]


@router.get("/commitments", response=CommitmentsOut, operation_id="list_commitments")
@strict
def listed(
    request: HttpRequest,
    uscc: UsccFilter = None,
    unit: UsccFilter = None,
    kind: KindFilter = None,
    start: Start = 0,
) -> HttpResponse:
    """公开的信用承诺，从新到旧 / Public commitments, newest first."""
    narrow = CommitmentFilter(uscc=uscc or "", unit=unit or "", kind=kind or "")
    page = commitment.page(narrow, viewer=Viewer.ANYONE, on=localdate(), start=start, size=PAGE)
    value = {"commitments": [_value(one) for one in page.commitments], "next": page.next}
    return answer_object(request, value, links=[next_link(request, start=page.next)] if page.next else [])


@router.get("/own/commitments", auth=UNIT, response=DuesOut, operation_id="list_own_commitments")
@strict
def own(request: HttpRequest, start: Start = 0, size: Size = 100) -> HttpResponse:
    """本单位待核查的承诺，按核查期限 / What the unit has still to verify, by due date."""
    unit = request.auth.unit  # type: ignore[attr-defined]
    narrow = CommitmentFilter(unit=unit, state="open")
    page = commitment.page(narrow, viewer=Viewer.CENTRE, on=localdate(), start=start, size=size)
    value = {"commitments": [_due(one) for one in page.commitments], "next": page.next}
    return answer_object(request, value, links=[next_link(request, start=page.next)] if page.next else [])


@router.get(
    "/own/commitment-figures", auth=UNIT, response=FiguresOut, operation_id="list_own_commitment_figures"
)
@strict
def own_figures(request: HttpRequest, months: Months = 6) -> HttpResponse:
    """本单位承诺的逐月统计 / Monthly counts of the unit's commitments."""
    unit = request.auth.unit  # type: ignore[attr-defined]
    found = figures(months=months, on=localdate(), unit=unit)
    return answer_object(request, {"figures": [_figure(one) for one in found]})


@router.post(
    "/own/commitment-numbers",
    auth=UNIT,
    response={201: NumbersOut},
    operation_id="draw_commitment_numbers",
)
@strict
def numbers(request: HttpRequest, count: Count = 1) -> HttpResponse:
    """领取承诺编码，每个只发一次 / Draw numbers for commitments; none is given out twice."""
    unit = request.auth.unit  # type: ignore[attr-defined]
    drawn = next_numbers(division_of(unit), count=count, on=localdate())
    response = answer_object(request, {"numbers": drawn})
    response.status_code = 201
    return response


def _value(one: CommitmentFacts) -> dict[str, object]:
    return {
        "record": str(one.entry.record),
        "number": one.number,
        "uscc": one.entry.uscc,
        "organisation": one.entry.organisation,
        "unit": one.unit,
        "kind": one.kind,
        "matter": one.entry.title,
        "committed_on": one.committed_on,
        "valid_until": one.valid_until,
        "performance": one.performance,
        "found_on": one.found_on,
        "state": one.state.value,
    }


def _due(one: CommitmentFacts) -> dict[str, object]:
    return {**_value(one), "due_on": one.due_on, "due_by": one.due_by, "signed_at": one.signed_at}


def _figure(one: CommitmentFigure) -> dict[str, object]:
    return {name: getattr(one, name) for name in FigureOut.model_fields}
