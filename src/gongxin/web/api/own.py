"""What a unit submitted itself, for its own systems: a snapshot with its position, and what changed since."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.timezone import localdate
from ninja import Router

from gongxin.disclosure.policy import Viewer
from gongxin.queries.entry_text import entry_text
from gongxin.queries.snapshot import snapshot
from gongxin.reports.open_data import CONTENT_TYPES, together
from gongxin.web.api.change import changes_answer
from gongxin.web.api.parameter import ItemWanted, Sequence, Size, strict
from gongxin.web.api.shape import ChangesOut
from gongxin.web.shared.client import ClientAuth

router = Router(tags=["own"], auth=ClientAuth("own"))


@router.get("/own/changes", response=ChangesOut, operation_id="list_own_changes")
@strict
def changes(request: HttpRequest, after: Sequence = 0, size: Size = 100) -> HttpResponse:
    """本单位报送信息的变更 / Every step of the ledger, with the entries that the unit itself submitted."""
    return changes_answer(request, _viewer(request), after=after, size=size)


@router.get("/own/records.jsonl", operation_id="download_own_records")
@strict
def records(request: HttpRequest, item: ItemWanted) -> HttpResponseBase:
    """本单位报送的一个事项的全部现行记录 / All standing records of an item that the unit itself submitted."""
    taken = snapshot(item, viewer=_viewer(request), on=localdate(), shape=entry_text)
    lines = (f"{text}\n".encode() for text in taken.entries)
    headers = {"Gongxin-Log-Size": str(taken.size), "Cache-Control": "no-store"}
    return StreamingHttpResponse(together(lines), content_type=CONTENT_TYPES["jsonl"], headers=headers)


def _viewer(request: HttpRequest) -> Viewer:
    return Viewer.unit(request.auth.unit)  # type: ignore[attr-defined]
