"""Records by filter, one record, and the proof that it stands in the log."""

from base64 import b64encode
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Router

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry_text, log
from gongxin.queries.entry_row import SEQUENCE, find
from gongxin.queries.shown_entry import EntryFilter
from gongxin.web.api.answer import answer, answer_object, next_link
from gongxin.web.api.parameter import Cursor, ItemFilter, Size, UsccFilter, strict
from gongxin.web.api.shape import ProofOut, RecordOut, RecordsOut

router = Router(tags=["records"])


@router.get("/records", response=RecordsOut, operation_id="list_records")
@strict
def records(  # noqa: PLR0913 each is a query parameter
    request: HttpRequest,
    item: ItemFilter = None,
    unit: UsccFilter = None,
    uscc: UsccFilter = None,
    decided_from: date | None = None,
    decided_to: date | None = None,
    after: Cursor = None,
    size: Size = 20,
) -> HttpResponse:
    """公示中的记录，决定日期新者在前 / Records that the public sees, newest decision first."""
    narrow = EntryFilter(item or "", unit or "", uscc or "", decided_from, decided_to)
    texts, following = entry_text.page(narrow, viewer=Viewer.ANYONE, on=localdate(), after=after, size=size)
    cursor = f'"{following}"' if following else "null"
    text = f'{{"records": [{", ".join(texts)}], "next": {cursor}}}'
    return answer(request, text, links=[next_link(request, after=following)] if following else [])


@router.get("/records/{uuid:record}", response=RecordOut, operation_id="get_record")
@strict
def one(request: HttpRequest, record: UUID) -> HttpResponse:
    """一条公示中的记录 / One record that the public sees, with the address of its proof."""
    text = entry_text.one(record, viewer=Viewer.ANYONE, on=localdate())
    return answer(
        request, text, links=[f'</api/v1/records/{record}/proof>; rel="describedby"; title="proof"']
    )


@router.get("/records/{uuid:record}/proof", response=ProofOut, operation_id="get_proof")
@strict
def proof(request: HttpRequest, record: UUID) -> HttpResponse:
    """记录在公开日志中的存在证明 / Proof that the record stands in the log of the checkpoint given."""
    on = localdate()
    sequence = find(record, viewer=Viewer.ANYONE, on=on)[SEQUENCE]
    return answer_object(request, proof_value(log.inclusion(sequence, viewer=Viewer.ANYONE, on=on)))


def proof_value(found: log.Inclusion) -> dict[str, object]:
    """Return a proof for JSON; hashes in base64, as in the checkpoint."""
    return {
        "leaf": b64encode(found.leaf).decode(),
        "leaf_index": found.index,
        "tree_size": found.size,
        "hashes": [b64encode(one_hash).decode() for one_hash in found.hashes],
        "salt": b64encode(found.salt).decode() if found.salt is not None else None,
        "statement": found.statement,
        "checkpoint": found.checkpoint,
    }
