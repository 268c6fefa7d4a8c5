"""Warnings for a unit's own systems: what is open, and what was done about it."""

from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from gongxin.actions.warning import LONGEST, NoGrounds, WarningDecidedMeanwhile, decide
from gongxin.disclosure.scope import Scope
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import warning as facts
from gongxin.queries.warning import UnknownWarning, WarningFacts
from gongxin.supervision.warning_rule import WarningOutcome, WarningRule, warning_rules
from gongxin.web.api.answer import answer_object
from gongxin.web.api.parameter import strict
from gongxin.web.shared.client import ClientAuth

router = Router(tags=["warnings"], auth=ClientAuth(Scope.WARNING))
REFUSALS: dict[type[Exception], int] = {
    UnknownWarning: 404,
    NoGrounds: 422,
    WarningDecidedMeanwhile: 409,
    PersonalInText: 422,
}


class TextOut(Schema):
    zh: str
    en: str


class WarningOut(Schema):
    """`record` is the entry it is about, where it is about one; without `due_on` the city has not decided."""

    id: UUID
    rule: str
    name: TextOut
    text: TextOut
    uscc: str
    organisation: str
    record: UUID | None
    raised_on: str
    due_on: str | None
    outcome: str
    reasons: str


class WarningsOut(Schema):
    """The earliest due first; decided ones newest first. Only the last page has fewer than `size`."""

    warnings: list[WarningOut]


class OutcomeIn(Schema):
    """acted: measures were taken; known: nothing to do; unfounded: the rule was wrong."""

    model_config = ConfigDict(extra="forbid")

    outcome: WarningOutcome
    reasons: str = Field(min_length=1, max_length=LONGEST)


@router.get("/warnings", response=WarningsOut, operation_id="list_warnings")
@strict
def get_warnings(
    request: HttpRequest,
    state: Literal["open", "decided"] = "open",
    rule: Annotated[str, Query("", pattern=r"^[a-z_]{0,32}$")] = "",
    page: Annotated[int, Query(1, ge=1, le=2000)] = 1,
    size: Annotated[int, Query(100, ge=1, le=200)] = 100,
) -> HttpResponse:
    """本单位的监管预警 / The unit's warnings."""
    found = facts.of_unit(
        _unit(request), is_open=state == "open", rule=rule, size=size, skip=(page - 1) * size
    )
    rules = _rules()
    return _private(answer_object(request, {"warnings": [_value(one, rules) for one in found]}))


@router.get("/warnings/{uuid:warning}", response=WarningOut, operation_id="get_warning")
@strict
def get_warning(request: HttpRequest, warning: UUID) -> HttpResponse:
    """一条预警 / One warning."""
    return _answered(request, warning)


@router.post("/warnings/{uuid:warning}/outcome", response=WarningOut, operation_id="decide_warning")
@strict
def post_outcome(request: HttpRequest, warning: UUID, body: OutcomeIn) -> HttpResponse:
    """报告处理结果；同样的内容可以重发 / Say what was done; the same again changes nothing."""
    facts.one(warning, unit=_unit(request))
    account = request.auth.account  # type: ignore[attr-defined]
    try:
        decide(warning, body.outcome, reasons=body.reasons, by=account, on=localdate())
    except WarningDecidedMeanwhile:
        stands = facts.one(warning, unit=_unit(request))
        if (stands.outcome, stands.reasons) != (body.outcome, body.reasons.strip()):
            raise
    return _answered(request, warning)


def _answered(request: HttpRequest, warning: UUID) -> HttpResponse:
    return _private(answer_object(request, _value(facts.one(warning, unit=_unit(request)), _rules())))


def _value(found: WarningFacts, rules: dict[str, WarningRule]) -> dict[str, object]:
    rule = rules.get(found.rule)
    name, said = (rule.name, rule.said(found.organisation, found.values)) if rule else (None, None)
    return {
        "id": str(found.id),
        "rule": found.rule,
        "name": {"zh": name.zh if name else found.rule, "en": name.en if name else found.rule},
        "text": {"zh": said.zh if said else found.rule, "en": said.en if said else found.rule},
        "uscc": found.uscc,
        "organisation": found.organisation,
        "record": str(found.record) if found.record else None,
        "raised_on": found.raised_on.isoformat(),
        "due_on": found.due_on.isoformat() if found.due_on else None,
        "outcome": found.outcome,
        "reasons": found.reasons,
    }


def _rules() -> dict[str, WarningRule]:
    return {rule.code: rule for rule in warning_rules(*settings.GONGXIN_CITY_FOLDERS)}


def _unit(request: HttpRequest) -> str:
    unit: str = request.auth.unit  # type: ignore[attr-defined]
    return unit


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
