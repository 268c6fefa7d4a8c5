"""Cases for the systems of windows and units: file one, follow it, take its steps with their documents."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, TypeVar
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.timezone import localdate
from ninja import Form, Query, Router

from gongxin.actions.batch_of_one import RowRefused
from gongxin.actions.case import AlreadyFiled, CaseMoved, Filing, NoSuchCase, file, take
from gongxin.actions.case_document import MOST, Document, TooManyDocuments, path_of
from gongxin.actions.case_subject import NoSuchSubject
from gongxin.actions.entry import NoSuchEntry
from gongxin.actions.letter import KINDS, LARGEST, LetterRefused
from gongxin.actions.repair import NotRepairable
from gongxin.disclosure.role import Role, UnitKind
from gongxin.disclosure.scope import Scope
from gongxin.intake.free_text import PersonalInText
from gongxin.procedures.case import Actor, Incomplete, NotYours, Refused
from gongxin.procedures.index import UnknownProcedure, procedure
from gongxin.procedures.procedure import UnknownStep
from gongxin.procedures.prospect import Condition
from gongxin.procedures.step import ACTS_AS, DOCUMENTS, Party
from gongxin.queries import case as facts
from gongxin.queries.case import CaseFacts, CaseView
from gongxin.queries.person import Person
from gongxin.web.api.answer import answer_object
from gongxin.web.api.case_shape import CaseOut, FilingIn, StepIn, WaitingOut, case_head, case_value
from gongxin.web.api.parameter import strict
from gongxin.web.api.problem import Problem
from gongxin.web.shared.client import Caller, ClientAuth
from gongxin.web.shared.upload import content_length

router = Router(tags=["cases"], auth=ClientAuth(Scope.CASE))
REFUSALS: dict[type[Exception], int] = {
    NoSuchCase: 404,
    NoSuchSubject: 404,
    UnknownProcedure: 422,
    UnknownStep: 422,
    AlreadyFiled: 409,
    CaseMoved: 409,
    Incomplete: 422,
    NotYours: 403,
    Refused: 409,
    PersonalInText: 422,
    LetterRefused: 422,
    TooManyDocuments: 422,
    NoSuchEntry: 404,
    RowRefused: 422,
}
Answer = TypeVar("Answer", bound=HttpResponseBase)
PREFIX = "document-"
FILES = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        f"{PREFIX}{code}": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": f"{label.zh} / {label.en}",
                        }
                        for code, label in DOCUMENTS.items()
                    },
                }
            }
        }
    }
}


@router.post("/cases", response={201: CaseOut}, operation_id="file_case", openapi_extra=FILES)
@strict
def post_case(request: HttpRequest, asked: Form[FilingIn]) -> HttpResponse:
    """提出办件：代组织录入，或单位自己的 / File a case: for who signed, or the unit's own."""
    caller, documents = _caller(request), _documents(request)
    who = _actor(caller, asked.uscc)
    _refuse_unsigned(who, asked, documents)
    filing = Filing(
        procedure=asked.procedure,
        uscc=asked.uscc,
        subject=asked.subject,
        step=asked.step,
        reason=asked.reason,
        ground=asked.ground,
        channel="api",
        documents=documents,
        values=asked.values,
    )
    try:
        made = file(filing, by=who, on=localdate())
    except NotRepairable as refusal:
        raise Problem(409, str(refusal), errors=[_missing(one) for one in refusal.missing]) from refusal
    response = _answered(request, made)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/cases/{made}"
    return response


@router.get("/cases", response=WaitingOut, operation_id="list_cases")
@strict
def get_cases(request: HttpRequest, page: Annotated[int, Query(1, ge=1, le=200)] = 1) -> HttpResponse:
    """等本单位办理的办件，最急的在前 / Open cases that wait for the unit, the most urgent first."""
    caller = _caller(request)
    who = _actor(caller, "")
    found: dict[UUID, CaseFacts] = {}
    for party in (Party.CENTRE, Party.PROVIDER):
        if who.roles & ACTS_AS[party]:
            unit = who.unit if party is Party.PROVIDER else ""
            listed = facts.worklist(party, unit=unit, skip=(page - 1) * facts.PAGE)
            found |= {one.id: one for one in listed}
    return _private(answer_object(request, {"cases": [case_head(one) for one in found.values()]}))


@router.get("/cases/{uuid:case}", response=CaseOut, operation_id="get_case")
@strict
def get_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """一个办件的状态、期限和可办的步骤 / Where a case stands, its terms, what can be done."""
    return _answered(request, case)


@router.post("/cases/{uuid:case}/steps", response=CaseOut, operation_id="take_case_step", openapi_extra=FILES)
@strict
def post_step(request: HttpRequest, case: UUID, asked: Form[StepIn]) -> HttpResponse:
    """办理一步，可以附材料 / Take a step, with its documents."""
    view, who = _found(_caller(request), case)
    documents = _documents(request)
    step = view.facts.procedure.step(asked.step)
    if step.by is Party.ORGANISATION and not documents:
        raise Problem(422, UNSIGNED)
    if step.unlike and not isinstance(request.auth, Person):  # type: ignore[attr-defined]
        raise Problem(403, UNCONFIRMED)
    take(
        case,
        step.code,
        seen=asked.seen,
        by=who,
        on=localdate(),
        reason=asked.reason,
        documents=documents,
        values=asked.values,
    )
    return _answered(request, case)


@router.get("/cases/{uuid:case}/documents/{digest}", operation_id="get_case_document")
@strict
def get_document(request: HttpRequest, case: UUID, digest: str) -> HttpResponseBase:
    """办件的一份材料 / A document of the case."""
    view, _who = _found(_caller(request), case)
    found = view.documents_by_digest.get(digest)
    if found is None or not path_of(digest).is_file():
        raise Problem(404, "办件中没有这份材料。 / The case has no such document.")
    kind = KINDS[found.file_kind]
    name = f"{found.kind}-{digest[:12]}.{found.file_kind}"
    return _private(
        FileResponse(path_of(digest).open("rb"), as_attachment=True, filename=name, content_type=kind)
    )


UNCONFIRMED = (
    "复核须由另一位工作人员用自己的账号办理，程序不能代为复核。"
    " / A second person confirms or returns a proposal with an own account; a program does not."
)
UNSIGNED = (
    "代组织办理的，请附组织签章的材料（document-application 等）。"
    " / For an organisation, send what it signed, such as document-application."
)


def _caller(request: HttpRequest) -> Caller:
    return request.auth  # type: ignore[attr-defined, no-any-return]


def _actor(caller: Caller, uscc: str) -> Actor:
    """Return who acts: a program does the work of an operator or of a data officer, and confirms nothing."""
    if isinstance(caller, Person):
        roles = caller.roles
    else:
        is_centre = caller.unit_kind is UnitKind.CENTRE
        roles = frozenset({Role.CENTRE_OPERATOR if is_centre else Role.DATA_OFFICER})
    papers = frozenset({uscc}) if uscc and Role.CENTRE_OPERATOR in roles else frozenset[str]()
    return Actor(caller.account, roles, caller.unit, papers=papers)


def _found(caller: Caller, case: UUID) -> tuple[CaseView, Actor]:
    """Return the case and who acts in it.

    Raises:
        NoSuchCase: there is none, or the caller is no party to it.
    """
    who = _actor(caller, "")
    view = facts.one(case, who, on=localdate())
    if view is None:
        raise NoSuchCase(case)
    who = _actor(caller, view.facts.uscc)
    view = facts.one(case, who, on=localdate()) or view
    if not isinstance(caller, Person):
        view = replace(view, possible=tuple(step for step in view.possible if not step.unlike))
    return view, who


def _missing(condition: Condition) -> dict[str, str]:
    """Return a condition that is not met; `from_on` where it is met by itself, from that day on."""
    day = condition.waits_until
    told = {"need": condition.need.value, "message": condition.label.zh, "message_en": condition.label.en}
    return told | ({"from_on": day.isoformat()} if day else {})


def _refuse_unsigned(who: Actor, asked: FilingIn, documents: tuple[Document, ...]) -> None:
    step = procedure(asked.procedure).step(asked.step)
    if step.by is Party.ORGANISATION and who.papers and not documents:
        raise Problem(422, UNSIGNED)


def _documents(request: HttpRequest) -> tuple[Document, ...]:
    if content_length(request) > (MOST + 1) * LARGEST:
        raise Problem(413, "文件过大，请分几步上传。 / Too large: send it in several steps.")
    return tuple(_given(request))


def _given(request: HttpRequest) -> Iterator[Document]:
    for name in request.FILES:
        kind = name.removeprefix(PREFIX)
        if not name.startswith(PREFIX) or kind not in DOCUMENTS:
            known = "、".join(f"{PREFIX}{code}" for code in DOCUMENTS)
            raise Problem(
                422, f"不认识材料 {name[:60]}；有：{known}。 / Unknown file field; there are: {known}."
            )
        for one in request.FILES.getlist(name):
            yield Document(kind, one.name or "", one.read())


def _answered(request: HttpRequest, case: UUID) -> HttpResponse:
    view, _who = _found(_caller(request), case)
    return _private(answer_object(request, case_value(view)))


def _private(response: Answer) -> Answer:
    response.headers["Cache-Control"] = "no-store"
    return response
