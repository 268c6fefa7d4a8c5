"""The unit's messages; opening one is its receipt."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.actions.notice import open_notice
from gongxin.queries import notice as facts
from gongxin.queries.case import case_of_step, one
from gongxin.queries.notice import NoticeFacts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.actor import actor
from gongxin.web.shared.error import error_page

COMPLAINTS = "complaints"
OF_ONE_THING = ("batch",)  # pages about the very thing that the notice is about


@staff()
@never_cache
@require_safe
def notices(request: PersonRequest) -> HttpResponse:
    found = facts.of_unit(request.person.unit, request.person.roles)
    return render(request, "office/notice/list.html", {"notices": found})


@staff()
@never_cache
@require_safe
def notice(request: PersonRequest, notice_id: UUID) -> HttpResponse:
    """Show a message of the unit to whom its kind is for; the first to open it is written down."""
    unit, roles = request.person.unit, request.person.roles
    try:
        facts.one_of_unit(notice_id, unit, roles)
        open_notice(notice_id, unit=unit, by=request.person.account)
        found = facts.one_of_unit(notice_id, unit, roles)
    except facts.NoSuchNotice as refused:
        return error_page(request, 404, str(refused))
    context = {"notice": found, "address": _address(request, found)}
    return render(request, "office/notice/notice.html", context)


def _address(request: PersonRequest, notice: NoticeFacts) -> str:
    """Return where the reader goes on: the thing itself, where it has a page of its own that is theirs."""
    page, case = notice.kind.page, case_of_step(notice.about) if notice.about else None
    if case and page == COMPLAINTS:
        return reverse("office:complaint", args=[case])
    if case and one(case, actor(request), on=localdate()):
        return reverse("office:case", args=[case])
    return reverse(f"office:{page}", args=[notice.about] if page in OF_ONE_THING else [])
