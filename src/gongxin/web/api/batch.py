"""Batches for programs: send rows, ask what became of them, fetch result and receipt; and the pre-check."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.timezone import localdate
from ninja import Query, Router

from gongxin.actions import batch as batches
from gongxin.disclosure.scope import Scope
from gongxin.intake.unreadable import Unreadable
from gongxin.queries import batch as facts
from gongxin.queries import repair_notice as owed
from gongxin.reports.repair_notice import notice_pdf
from gongxin.web.api.answer import answer, answer_object
from gongxin.web.api.body import MEDIA_TYPES, body_source
from gongxin.web.api.parameter import ItemWanted, strict
from gongxin.web.api.problem import Problem
from gongxin.web.api.shape import BatchOut, CheckedOut
from gongxin.web.shared.client import Caller, ClientAuth
from gongxin.web.shared.precheck import precheck
from gongxin.web.shared.report_file import pdf_file
from gongxin.web.shared.result import FILES, path_of

router = Router(tags=["batches"], auth=ClientAuth(Scope.INTAKE, everyone=True))
ROWS = {
    "requestBody": {
        "required": True,
        "content": {name: {"schema": {}} for name in MEDIA_TYPES},
    }
}
FileName = Annotated[str, Query("", max_length=200, description="原文件名 / what the file is called")]
Part = Annotated[int, Query(1, ge=1, le=100_000, description="第几份文件 / which file, from 1")]
ResultFile = Annotated[str, Query(..., pattern=f"^({'|'.join(FILES)})$".replace(".", r"\."))]


def caller_of(request: HttpRequest) -> Caller:
    return request.auth  # type: ignore[attr-defined, no-any-return]


@router.post(
    "/batches",
    auth=ClientAuth(Scope.INTAKE),
    response={202: BatchOut},
    operation_id="submit_batch",
    openapi_extra=ROWS,
    summary="Submit rows",
)
@strict
def submit(request: HttpRequest, item: ItemWanted, file_name: FileName = "") -> HttpResponse:
    """报送一批记录，随后在队列中处理 / Send rows; they are worked on in the queue."""
    caller = caller_of(request)
    with body_source(request, file_name) as source:
        batch = batches.receive(
            source, item=item, unit=caller.unit, on=localdate(), submitted_by=caller.account
        )
    response = answer_object(request, batch_value(facts.one(batch, unit=caller.unit)))
    response.status_code = 202
    response.headers["Location"] = f"/api/v1/batches/{batch}"
    return response


@router.get("/batches/{uuid:batch}", response=BatchOut, operation_id="get_batch")
@strict
def status(request: HttpRequest, batch: UUID) -> HttpResponse:
    """本单位一个批次的状态和计数 / State and counts of one of the unit's batches."""
    found = facts.one(batch, unit=caller_of(request).unit)
    links = [f'</api/v1/batches/{batch}/receipt>; rel="receipt"'] if found.receipt else []
    return answer_object(request, batch_value(found), links=links)


@router.get("/batches/{uuid:batch}/receipt", operation_id="get_receipt")
@strict
def receipt(request: HttpRequest, batch: UUID) -> HttpResponse:
    """签名回执 / The signed receipt, exactly as signed."""
    found = facts.one(batch, unit=caller_of(request).unit)
    if not found.receipt:
        raise Problem(404, "尚无回执，请在入库后取。 / No receipt yet; it is there once the batch is taken.")
    return answer(request, found.receipt)


@router.get("/batches/{uuid:batch}/files", operation_id="get_batch_file")
@strict
def file(request: HttpRequest, batch: UUID, name: ResultFile) -> HttpResponseBase:
    """结果文件、问题清单 / The result file or the findings."""
    facts.one(batch, unit=caller_of(request).unit)
    path = path_of(batch, name)
    if path is None:
        raise Problem(404, "没有该文件，处理完成后才有。 / No such file; files come when the work is done.")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{batch}-{name}")


@router.get("/batches/{uuid:batch}/repair-notices", operation_id="get_repair_notices")
@strict
def repair_notices(request: HttpRequest, batch: UUID, part: Part = 1) -> HttpResponse:
    """随处罚送达的信用修复告知书，每份文件 500 份 / Repair notices to be served, 500 to a file."""
    found = owed.part(facts.one(batch, unit=caller_of(request).unit), part, on=localdate())
    if not found:
        raise Problem(404, "没有这一份告知书。 / No such file of notices.")
    return pdf_file(notice_pdf(found, language="zh"), f"{batch}-{part}.pdf")


@router.post(
    "/check",
    auth=ClientAuth(Scope.CHECK),
    response=CheckedOut,
    operation_id="check_rows",
    openapi_extra=ROWS,
    summary="Check, keep nothing",
)
@strict
def check(request: HttpRequest, item: ItemWanted, file_name: FileName = "") -> HttpResponse:
    """预检：同样的规则，不留任何内容 / The same rules as intake; nothing is kept."""
    with body_source(request, file_name) as source:
        try:
            checked = precheck(source, item=item, on=localdate())
        except Unreadable as refusal:
            raise Problem(422, str(refusal)) from refusal
    return answer_object(request, asdict(checked))


def batch_value(found: facts.BatchFacts) -> dict[str, object]:
    """Return a batch for JSON; the receipt has an address of its own."""
    value = asdict(found)
    del value["receipt"], value["decided_by"]
    return value | {"id": str(found.id)}
