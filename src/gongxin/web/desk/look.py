"""Who looked at the organisation, and a complaint about it in one click."""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import complaint as complaints
from gongxin.actions.case import AlreadyFiled
from gongxin.actions.case_subject import NoSuchSubject
from gongxin.intake.free_text import PersonalInText
from gongxin.procedures.complaint import COMPLAINT
from gongxin.queries import complaint, look
from gongxin.queries.item import named_item
from gongxin.queries.look import LookFacts
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.actor import actor
from gongxin.web.shared.error import error_page
from gongxin.web.shared.sheet import sheet
from gongxin.web.shared.templatetags.desk_words import channel_name
from gongxin.web.shared.templatetags.wording import plain, refusal

PAGE = 50
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)


@representative
@never_cache
@require_safe
def looks(request: PersonRequest, uscc: str) -> HttpResponse:
    month = request.GET.get("month", "")
    first, last = _days(month)
    page = look.of_organisation(uscc, from_=first, to=last, after=_after(request), size=PAGE)
    about = complaint.of_looks([one.record for one in page.looks])
    context = {
        "rows": [(one, about.get(one.record)) for one in page.looks],
        "month": month if first else "",
        "next": page.next,
        "after": _after(request),
        "today": localdate(),
    }
    return desk_page(request, uscc, "desk/look/list.html", context)


@representative
@never_cache
@require_safe
def looks_csv(request: PersonRequest, uscc: str) -> HttpResponse:
    """Return every look of the month, or of all time, as a file for a spreadsheet."""
    first, last = _days(request.GET.get("month", ""))
    headers = (
        say("时间"),
        say("查询单位"),
        say("办理事项"),
        say("用途"),
        say("案号"),
        say("查询的信息"),
        say("方式"),
        say("日志序号"),
        say("投诉"),
    )
    rows = (row for batch in _pages(uscc, first, last) for row in _rows(batch))
    return sheet(f"looks-{uscc}", headers, rows)


def _rows(looks: Sequence[LookFacts]) -> Iterator[tuple[str, ...]]:
    about = complaint.of_looks([one.record for one in looks])
    for one in looks:
        outcome = about.get(one.record)
        state = "" if outcome is None else say("处理中") if outcome.is_open else outcome_name(outcome.outcome)
        yield (*_cells(one), state)


@representative
@require_POST
def complain(request: PersonRequest, uscc: str, look_id: UUID) -> HttpResponse:
    try:
        complaints.complain(
            look_id, uscc=uscc, text=request.POST.get("text", ""), by=actor(request), on=localdate()
        )
    except NoSuchSubject as refused:
        return error_page(request, 404, str(refused))
    except (AlreadyFiled, PersonalInText) as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say("投诉已提交，由审计人员处理。结果会在“消息”中告知。"))
    return redirect("desk:looks", uscc=uscc)


def outcome_name(outcome: str) -> str:
    return plain(COMPLAINT.states[outcome])


def _pages(uscc: str, first: date | None, last: date | None) -> Iterator[tuple[LookFacts, ...]]:
    after: int | None = None
    while True:
        page = look.of_organisation(uscc, from_=first, to=last, after=after, size=look.LARGEST_PAGE)
        yield page.looks
        if (after := page.next) is None:
            return


def _cells(one: LookFacts) -> tuple[str, ...]:
    return (
        localtime(one.at).strftime("%Y-%m-%d %H:%M"),
        one.unit_name or one.unit,
        plain(one.matter_name),
        one.purpose,
        one.case_number,
        "；".join(_item(code) for code in one.items),
        channel_name(one.channel),
        str(one.sequence),
    )


def _item(code: str) -> str:
    item = named_item(code, localdate())
    return plain(item.name) if item else code


def _days(month: str) -> tuple[date | None, date | None]:
    found = MONTH.fullmatch(month)
    if not found:
        return None, None
    year, number = int(found[1]), int(found[2])
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def _after(request: PersonRequest) -> int | None:
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
