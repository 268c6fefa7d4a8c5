"""The register of grants: who has what, and whether it is still needed."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import grant as grants
from gongxin.disclosure.role import ROLES, Role
from gongxin.law.parameter import Parameter, Value, load_parameters
from gongxin.queries import grant as facts
from gongxin.queries import unit
from gongxin.web.office.paging import Paging, page_asked
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.sheet import sheet
from gongxin.web.shared.templatetags.people_words import who
from gongxin.web.shared.templatetags.wording import plain, refusal

WATCHERS = (Role.AUDITOR, Role.PLATFORM_ADMINISTRATOR)
UNUSED = "access.unused"
STEPS = 100


@dataclass(frozen=True, slots=True)
class Line:
    grant: facts.GrantFacts
    is_unused: bool


@staff(*WATCHERS)
@never_cache
@require_safe
def register(request: PersonRequest) -> HttpResponse:
    term = unused_term()
    lines = list(_lines(request, term))
    paging = Paging(page_asked(request.GET), len(lines))
    context = {
        "lines": lines[max(paging.first - 1, 0) : paging.last],
        "paging": paging,
        "unused": sum(line.is_unused for line in lines),
        "is_unused_only": "unused" in request.GET,
        "term": term,
        "asked": _asked(request),
        "roles": list(ROLES),
        "units": unit.units(),
        "query": request.GET.urlencode(),
    }
    return render(request, "office/grant/list.html", context)


@staff(*WATCHERS)
@never_cache
@require_safe
def export(request: PersonRequest) -> HttpResponse:
    """Return the register as it is narrowed."""
    head = [
        say("账号"), say("角色"), say("单位或组织"), say("代码"), say("授予时间"), say("授予人"), say("理由"),
        say("有效期至"), say("最近使用"), say("最近核查"), say("核查人"), say("久未使用"),
    ]  # fmt: skip
    return sheet(f"grants-{localdate()}", head, map(_cells, _lines(request, unused_term())))


@staff(*WATCHERS)
@require_POST
def review(request: PersonRequest, grant_id: int) -> HttpResponse:
    """Record that a grant is still needed, or end it."""
    confirmed = request.POST.get("decision") == "keep"
    try:
        grants.review(
            grant_id,
            by=request.person,
            is_confirmed=confirmed,
            reason=request.POST.get("reason", ""),
            on=localdate(),
        )
    except grants.REFUSALS as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say("核查已登记。") if confirmed else say("已收回，立即失效。"))
    return redirect("office:grants")


@staff(*WATCHERS)
@never_cache
@require_safe
def steps(request: PersonRequest) -> HttpResponse:
    """Show every step with accounts and grants, newest first."""
    account = request.GET.get("account", "").strip()[:150]
    text = request.GET.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
    found = facts.steps(account, before=before, size=STEPS)
    context = {"steps": found, "account": account, "next": found[-1].id if len(found) == STEPS else None}
    return render(request, "office/grant/steps.html", context)


def unused_term() -> Parameter | Value:
    """Return how many days without use are too many, or the parameter where the city has not decided."""
    held = load_parameters(*settings.GONGXIN_CITY_FOLDERS)[UNUSED]
    return held if held.is_unset else held.on(localdate())


def _lines(request: PersonRequest, term: Parameter | Value) -> Iterator[Line]:
    days = term.number if isinstance(term, Value) else None
    since = now() - datetime.timedelta(days=days) if days is not None else None
    for one in facts.standing(_asked(request), on=localdate()):
        is_unused = since is not None and one.is_unused_since(since)
        if is_unused or "unused" not in request.GET:
            yield Line(one, is_unused)


def _asked(request: PersonRequest) -> facts.GrantFilter:
    wanted = {name: request.GET.get(name, "").strip()[:150] for name in ("unit", "role", "account")}
    return facts.GrantFilter(**wanted)


def _cells(line: Line) -> tuple[object, ...]:
    one = line.grant
    return (
        one.account,
        plain(ROLES[one.role].label),
        one.unit_name or one.organisation,
        one.unit or one.uscc,
        _moment(one.granted_at),
        who(one.granted_by),
        one.reason,
        one.until,
        _moment(one.last_used_at),
        _moment(one.reviewed_at),
        one.reviewed_by,
        say("是") if line.is_unused else "",
    )


def _moment(at: datetime.datetime | None) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
