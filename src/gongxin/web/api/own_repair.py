"""Whether a record that the unit submitted can be repaired, and the notice, for its own systems."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Router, Schema

from gongxin.disclosure.policy import Viewer
from gongxin.procedures.prospect import Prospect
from gongxin.queries import entry
from gongxin.queries.prospect import of_entry
from gongxin.queries.shown_entry import NotShown
from gongxin.reports.entry_content import both
from gongxin.reports.repair_notice import file_name, notice_pdf
from gongxin.web.api.answer import answer_object
from gongxin.web.api.parameter import strict
from gongxin.web.shared.client import ClientAuth
from gongxin.web.shared.report_file import pdf_file

router = Router(tags=["own"], auth=ClientAuth("own"))


class ConditionOut(Schema):
    need: str
    label: dict[str, str]
    is_met: bool


class AlternativeOut(Schema):
    basis: str
    from_on: date
    applies: bool


class ProspectOut(Schema):
    record: str
    from_on: date | None
    unrepairable: str | None
    can_be_asked: bool
    conditions: list[ConditionOut]
    alternatives: list[AlternativeOut]


@router.get("/own/repairs/{uuid:record}", response=ProspectOut, operation_id="get_own_repair")
@strict
def repair(request: HttpRequest, record: UUID) -> HttpResponse:
    """本单位报送的失信信息何时可以修复、还差什么 / From when it can be repaired, and what is missing."""
    found = entry.one(record, viewer=_viewer(request), on=localdate())
    prospect = of_entry(found, on=localdate())
    if prospect is None:
        raise NotShown(record)
    return answer_object(request, prospect_value(record, prospect))


@router.get("/own/repairs/{uuid:record}/notice", operation_id="get_own_repair_notice")
@strict
def notice(request: HttpRequest, record: UUID) -> HttpResponse:
    """随决定书送达的信用修复告知书 / The repair notice to be served with the decision."""
    found = entry.one(record, viewer=_viewer(request), on=localdate())
    if of_entry(found, on=localdate()) is None:
        raise NotShown(record)
    return pdf_file(notice_pdf([found], language="zh"), file_name(found))


def prospect_value(record: UUID, found: Prospect) -> dict[str, Any]:
    """Return a prospect for JSON."""
    return {
        "record": str(record),
        "from_on": str(found.from_on) if found.from_on else None,
        "unrepairable": str(found.unrepairable) if found.unrepairable else None,
        "can_be_asked": found.can_be_asked,
        "conditions": [
            {"need": one.need.value, "label": both(one.label), "is_met": one.is_met}
            for one in found.conditions
        ],
        "alternatives": [
            {"basis": str(one.basis), "from_on": str(one.from_on), "applies": one.applies}
            for one in found.alternatives
        ],
    }


def _viewer(request: HttpRequest) -> Viewer:
    return Viewer.unit(request.auth.unit)  # type: ignore[attr-defined]
