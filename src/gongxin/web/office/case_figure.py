"""How well terms are kept, month by month: on a page, for a spreadsheet and for programs."""

import re
from datetime import date

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.disclosure.role import Role
from gongxin.procedures.step import PARTIES
from gongxin.queries.case_figure import TermFigure, months, terms_kept
from gongxin.web.office.case import WORKING
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.sheet import sheet
from gongxin.web.shared.templatetags.wording import plain

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
EVERY_UNIT = (Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER, Role.AUDITOR)


@staff(*WORKING)
@never_cache
@require_safe
def figures(request: PersonRequest) -> HttpResponse:
    month = _month(request)
    found = _found(request, month)
    context = {
        "month": month,
        "months": months(on=localdate()),
        "figures": found,
        "kept": sum(one.kept for one in found),
        "late": sum(one.late for one in found),
        "running": sum(one.running for one in found),
        "is_own": not request.person.holds(*EVERY_UNIT),
    }
    return render(request, "office/case/figures.html", context)


@staff(*WORKING)
@never_cache
@require_safe
def figures_file(request: PersonRequest, form: str) -> HttpResponse:
    month = _month(request)
    found = _found(request, month)
    if form == "json":
        value = {
            "month": f"{month:%Y-%m}",
            "on": localdate().isoformat(),
            "terms": [_told(one) for one in found],
        }
        return JsonResponse(value, json_dumps_params={"ensure_ascii": False})
    head = (say("程序"), say("期限"), say("由谁办理"), say("单位"), say("按期"), say("超期"), say("未到期"))
    rows = (
        (
            plain(one.procedure.name), plain(one.term.name), plain(PARTIES[one.party]), one.unit_name,
            one.kept, one.late, one.running,
        )
        for one in found
    )  # fmt: skip
    return sheet(f"terms-{month:%Y-%m}", head, rows)


def _told(one: TermFigure) -> dict[str, object]:
    return {
        "procedure": one.procedure.code,
        "term": one.term.code,
        "party": one.party.value,
        "unit": one.unit,
        "unit_name": one.unit_name,
        "kept": one.kept,
        "late": one.late,
        "running": one.running,
        "share_kept": one.share,
    }


def _found(request: PersonRequest, month: date) -> tuple[TermFigure, ...]:
    """Return the figures of every unit to the centre and the auditor, to others those of their own unit."""
    own = "" if request.person.holds(*EVERY_UNIT) else request.person.unit
    return terms_kept(month, on=localdate(), unit=own)


def _month(request: PersonRequest) -> date:
    found = MONTH.fullmatch(request.GET.get("month", ""))
    return date(int(found[1]), int(found[2]), 1) if found else localdate().replace(day=1)
