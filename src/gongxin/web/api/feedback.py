"""Feedback on many queries at once, for approval systems: every row answered, all recorded or none."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Router, Schema
from pydantic import ConfigDict, Field, model_validator

from gongxin.actions.feedback import LONGEST_NOTE, Feedback
from gongxin.actions.feedback_list import MOST, REFUSED, Answered, Reported, report_list
from gongxin.actions.query import LONGEST_CASE_NUMBER
from gongxin.disclosure.feedback import Decision
from gongxin.disclosure.scope import Scope
from gongxin.web.api.answer import answer_object
from gongxin.web.api.parameter import ITEM, USCC, strict
from gongxin.web.api.problem import Problem
from gongxin.web.shared.client import Caller, ClientAuth

router = Router(tags=["queries"], auth=ClientAuth(Scope.QUERY))


class ReportIn(Schema):
    """What was decided after one query.

    `look` is its number in the query log, or that of a query about one organisation; else `case_number`, with
    `uscc` where several organisations were looked at. `version` is the one that stands, for a correction.
    """

    model_config = ConfigDict(extra="forbid")

    look: UUID | None = None
    case_number: str = Field("", max_length=LONGEST_CASE_NUMBER)
    uscc: str = Field("", pattern=rf"^$|{USCC}")
    decision: Decision
    decided_on: date
    measures: list[Annotated[str, Field(pattern=ITEM)]] = Field(default_factory=list, max_length=50)
    note: str = Field("", max_length=LONGEST_NOTE)
    version: int | None = Field(None, ge=1, le=1000)

    @model_validator(mode="after")
    def names_a_query(self) -> "ReportIn":
        if self.look is None and not self.case_number:
            raise ValueError("look 或 case_number 须填其一。 / Give look or case_number.")
        return self


class ReportsIn(Schema):
    model_config = ConfigDict(extra="forbid")

    reports: list[ReportIn] = Field(min_length=1, max_length=MOST)


class AnsweredOut(Schema):
    """`state`: recorded, or unchanged where it stood already."""

    row: int
    state: str
    look: UUID | None
    uscc: str
    case_number: str
    version: int | None
    sequence: int | None


class ReportsOut(Schema):
    """`recorded` counts the rows that are new. A refused row makes it a problem that names every such row."""

    recorded: int
    rows: list[AnsweredOut]


@router.post("/feedback", response=ReportsOut, operation_id="report_feedback_list")
@strict
def post_feedback_list(request: HttpRequest, given: ReportsIn) -> HttpResponse:
    """批量反馈办理结果；逐行答复，全部登记或都不登记，可重复提交 / Report on many queries: all or none."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    rows = [_reported(place, one, caller.account) for place, one in enumerate(given.reports, 1)]
    answers = report_list(rows, unit=caller.unit, on=localdate())
    if refused := [one for one in answers if one.state == REFUSED]:
        raise _problem(refused)
    recorded = sum(one.sequence is not None for one in answers)
    response = answer_object(request, {"recorded": recorded, "rows": [_shape(one) for one in answers]})
    response.headers["Cache-Control"] = "no-store"
    return response


def _problem(refused: Sequence[Answered]) -> Problem:
    return Problem(
        422,
        f"有 {len(refused)} 行不符合要求，都没有登记；改好后重新发送全部。"
        f" / {len(refused)} rows are refused and none was recorded: put them right and send all again.",
        errors=[{"row": str(one.row), "reason": one.reason} for one in refused],
    )


def _reported(place: int, given: ReportIn, account: str) -> Reported:
    return Reported(
        row=place,
        number=given.look,
        case_number=given.case_number,
        uscc=given.uscc,
        version=given.version,
        feedback=Feedback(
            decision=given.decision,
            decided_on=given.decided_on,
            by=account,
            measures=given.measures,
            note=given.note,
        ),
    )


def _shape(one: Answered) -> dict[str, Any]:
    return {
        "row": one.row,
        "state": one.state,
        "look": str(one.look) if one.look else None,
        "uscc": one.uscc,
        "case_number": one.case_number,
        "version": one.version,
        "sequence": one.sequence,
    }
