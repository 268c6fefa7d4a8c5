"""What a matter would have found on another day, or by what was known at another moment."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, localtime
from ninja import Query, Router

from gongxin.actions.look import NoPurpose
from gongxin.disclosure.moment import Moment, NotYet, moment
from gongxin.intake.free_text import PersonalInText
from gongxin.queries.matter import UnknownMatter
from gongxin.reports.history import AskedBack, look_back
from gongxin.web.api.answer import answer_object
from gongxin.web.api.parameter import ITEM, UsccInPath, strict
from gongxin.web.api.problem import Problem
from gongxin.web.api.shape import HistoryOut
from gongxin.web.shared.client import ClientAuth

router = Router(tags=["history"], auth=ClientAuth("history"))
MatterWanted = Annotated[str, Query(..., pattern=ITEM, description="应用清单事项 / of the application list")]
Purpose = Annotated[str, Query(..., min_length=2, max_length=300)]
CaseNumber = Annotated[str, Query(..., min_length=1, max_length=100)]
AsOf = Annotated[date | None, Query(None, description="按哪一天 / as on that day")]
KnownAt = Annotated[datetime | None, Query(None, description="以该时刻已入库为准 / by what was on file then")]


@router.get("/history/organisations/{uscc}", response=HistoryOut, operation_id="get_history")
@strict
def organisation(  # noqa: PLR0913 each is a query parameter
    request: HttpRequest,
    uscc: UsccInPath,
    matter: MatterWanted,
    purpose: Purpose,
    case_number: CaseNumber,
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> HttpResponse:
    """事项在历史时点可查到的信息 / What the matter would have shown then; the look is noted in the log."""
    caller = request.auth  # type: ignore[attr-defined]
    asked = AskedBack(
        uscc=uscc,
        unit=caller.unit,
        by=caller.account,
        channel="api",
        matter=matter,
        purpose=purpose,
        case_number=case_number,
        moment=_moment(as_of, known_at),
        on=localdate(),
    )
    try:
        found = look_back(asked)
    except (UnknownMatter, PersonalInText, NoPurpose) as refusal:
        raise Problem(422, str(refusal)) from refusal
    return answer_object(request, {**found.told, "sequence": found.sequence, "checkpoint": found.checkpoint})


def _moment(as_of: date | None, known_at: datetime | None) -> Moment:
    if known_at is not None and known_at.tzinfo is None:
        detail = "known_at 要写明时区，如 2026-05-06T09:00:00+08:00。 / Give known_at with its time zone."
        raise Problem(422, detail)
    try:
        return moment(as_of, known_at, now=localtime())
    except NotYet as refusal:
        raise Problem(422, str(refusal)) from refusal
