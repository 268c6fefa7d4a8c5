"""What cases look like to programs."""

import json
from typing import Annotated, Any
from uuid import UUID

from django.utils.timezone import localdate
from ninja import Schema
from pydantic import BeforeValidator, Field

from gongxin.law.label import Label
from gongxin.queries.case import CaseFacts, CaseView, TermFacts
from gongxin.web.api.parameter import ITEM, USCC


def _from_text(text: object) -> object:
    """A form has text only: the values come as JSON in it."""
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text or "{}")
    except json.JSONDecodeError as odd:
        raise ValueError("not JSON") from odd


Values = Annotated[dict[str, str], BeforeValidator(_from_text)]


class FilingIn(Schema):
    """Fields of the form; files come beside them as `document-<kind>`, any number of each.

    `values`: a JSON object in text, of what the step asks for besides, such as {"until": "2027-06-30"}.
    """

    procedure: str = Field(pattern=ITEM)
    uscc: str = Field(pattern=USCC)
    subject: UUID
    step: str = Field("file", pattern=ITEM)
    ground: str = Field("", max_length=32)
    reason: str = Field("", max_length=2_000)
    values: Values = Field(default_factory=dict)


class StepIn(Schema):
    """`seen`: the version of the case that the decision rests on.

    `values`: for a correction, the fields of the record that change, by code; else days that a step asks for.
    """

    step: str = Field(pattern=ITEM)
    seen: int = Field(ge=1, le=10_000)
    reason: str = Field("", max_length=2_000)
    values: Values = Field(default_factory=dict)


class CaseOut(Schema):
    """`possible` are the steps that the caller may take now; `version` goes back with one as `seen`."""

    id: UUID
    number: str
    procedure: str
    uscc: str
    unit: str
    subject: UUID | None
    title: dict[str, str]
    state: str
    state_name: dict[str, str]
    version: int
    due_on: str | None
    urgency: str
    filed_on: str
    channel: str
    ground: str
    closed_on: str | None
    terms: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    possible: list[dict[str, Any]]


class WaitingOut(Schema):
    """The open cases that wait for the caller, the most urgent first."""

    cases: list[dict[str, Any]]


def case_value(view: CaseView) -> dict[str, Any]:
    """Return a case with all that belongs to it."""
    return {
        **case_head(view.facts),
        "terms": [_term(one) for one in view.terms],
        "steps": [
            {
                "number": one.number,
                "step": one.step.code,
                "by_unit": one.by_unit,
                "on": one.on,
                "reason": one.reason,
                "documents": list(one.documents),
                "sequence": one.sequence,
            }
            for one in view.steps
        ],
        "documents": [
            {
                "digest": one.digest,
                "kind": one.kind,
                "file_kind": one.file_kind,
                "size": one.size,
                "given_at": one.given_at,
            }
            for one in view.documents
        ],
        "possible": [
            {
                "step": one.code,
                "name": _both(one.name),
                "by": one.by.value,
                "needs_reason": one.needs_reason,
                "documents": list(one.documents),
            }
            for one in view.possible
        ],
    }


def case_head(case: CaseFacts) -> dict[str, Any]:
    """Return where a case stands."""
    return {
        "id": case.id,
        "number": case.number,
        "procedure": case.procedure.code,
        "uscc": case.uscc,
        "unit": case.provider,
        "subject": case.subject,
        "title": _both(case.title),
        "state": case.state,
        "state_name": _both(case.state_label),
        "version": case.version,
        "due_on": case.due_on,
        "urgency": case.urgency(localdate()).value if case.is_open else "",
        "filed_on": case.filed_on,
        "channel": case.channel,
        "ground": case.ground.zh if case.ground else "",
        "closed_on": case.closed_on,
    }


def _term(one: TermFacts) -> dict[str, Any]:
    return {
        "code": one.term.code,
        "name": _both(one.term.name),
        "due_on": one.due_on,
        "working_days": one.running.working_days,
        "paused_on": one.running.paused_on,
        "closed_on": one.running.closed_on,
        "is_overdue": one.is_overdue,
        "derivation": one.clock.lines("zh") if one.clock and one.due_on else [],
    }


def _both(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
