"""The organisation's messages; opening one is its receipt."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.actions.notice import open_notice
from gongxin.queries import notice as facts
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.error import error_page


@representative
@never_cache
@require_safe
def notices(request: PersonRequest, uscc: str) -> HttpResponse:
    skip = _place(request.GET.get("after", ""))
    found = facts.of_organisation(uscc, size=facts.PAGE + 1, skip=skip)
    following = skip + facts.PAGE if len(found) > facts.PAGE else None
    context = {"notices": found[: facts.PAGE], "next": following, "after": skip}
    return desk_page(request, uscc, "desk/notice/list.html", context)


@representative
@never_cache
@require_safe
def notice(request: PersonRequest, uscc: str, notice_id: UUID) -> HttpResponse:
    """Show a message; who opened it first, and when, is written down before it is shown."""
    open_notice(notice_id, uscc=uscc, by=request.person.account)
    try:
        found = facts.one_of_organisation(notice_id, uscc)
    except facts.NoSuchNotice as refusal:
        return error_page(request, 404, str(refusal))
    return desk_page(request, uscc, "desk/notice/notice.html", {"notice": found})


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
