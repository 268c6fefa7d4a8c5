"""The change feed."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Router

from gongxin.disclosure.policy import Viewer
from gongxin.queries import change
from gongxin.web.api.answer import answer, next_link
from gongxin.web.api.parameter import Sequence, Size, strict
from gongxin.web.api.shape import ChangesOut

router = Router(tags=["changes"])


@router.get("/changes", response=ChangesOut, operation_id="list_changes")
@strict
def changes(request: HttpRequest, after: Sequence = 0, size: Size = 100) -> HttpResponse:
    """按入库顺序的变更，序号连续无缺 / Every step of the ledger in order, numbers without gaps."""
    return changes_answer(request, Viewer.ANYONE, after=after, size=size)


def changes_answer(request: HttpRequest, viewer: Viewer, *, after: int, size: int) -> HttpResponse:
    """Return a page of the feed as the viewer may know it."""
    on = localdate()
    found = change.after(after, viewer=viewer, on=on, size=size)
    text = (
        f'{{"changes": [{", ".join(found.texts)}], "position": {found.position}, "size": {found.size},'
        f' "on": "{on}"}}'
    )
    links = [next_link(request, after=found.position)] if found.position < found.size else []
    return answer(request, text, links=links)
