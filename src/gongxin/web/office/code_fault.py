"""Duplicate and erroneous codes: the centre finds and sends them, the unit that registered answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import code_fault as actions
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText, refuse_personal
from gongxin.organisations.code_fault import (
    BY_CENTRE,
    BY_UNIT,
    CodeFaultKind,
    CodeFaultState,
    CodeFaultStep,
    StepNotPossible,
    steps,
)
from gongxin.queries import code_fault as facts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.sheet import sheet
from gongxin.web.shared.templatetags.wording import plain

STATE_NAMES = {
    CodeFaultState.OPEN: _("待转办"),
    CodeFaultState.SENT: _("已转登记单位"),
    CodeFaultState.CORRECTED: _("单位称已更正"),
    CodeFaultState.EXPLAINED: _("单位已说明"),
    CodeFaultState.CLOSED: _("已办结"),
}
STEP_NAMES = {
    CodeFaultStep.SEND: _("转登记单位"),
    CodeFaultStep.CORRECT: _("已更正"),
    CodeFaultStep.EXPLAIN: _("说明情况"),
    CodeFaultStep.RETURN: _("退回再办"),
    CodeFaultStep.CLOSE: _("办结"),
    CodeFaultStep.REOPEN: _("再次发现"),
}


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    rates = facts.rates()
    context = {
        "faults": _asked(request),
        "rates": [rate for rate in rates if rate.faulty],
        "overall": facts.overall(rates),
        "most": facts.most_allowed(localdate()),
        "states": STATE_NAMES.items(),
        "kinds": list(CodeFaultKind),
        "asked": request.GET,
    }
    return render(request, "office/code_fault/list.html", context)


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def listed_sheet(request: PersonRequest) -> HttpResponse:
    rows = (
        (
            *(one.id, plain(one.kind.label), " ".join(one.codes), one.number),
            "；".join(name for _, name in one.organisations),
            *(one.registering_unit, one.unit_name or one.unit, STATE_NAMES[one.state]),
            localtime(one.found_at).strftime("%Y-%m-%d"),
        )
        for one in _asked(request)
    )
    headers = (
        *(_("编号"), _("种类"), _("代码"), _("原登记号码"), _("名称")),
        *(_("登记机关"), _("报送单位"), _("状态"), _("发现日期")),
    )
    return sheet("code-faults", headers, rows)


def _asked(request: PersonRequest) -> tuple[facts.CodeFaultFacts, ...]:
    names = ("state", "kind", "registering")
    return facts.faults(**{name: request.GET.get(name, "")[:200].replace("\x00", "") for name in names})


@staff(Role.CENTRE_OPERATOR)
@require_POST
def look(request: PersonRequest) -> HttpResponse:
    """Look through the register now, in the queue."""
    actions.ask_to_look()
    messages.success(request, say("已排队查找，稍后刷新即可看到结果。"))
    return redirect("office:code_faults")


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def fault(request: PersonRequest, fault_id: int) -> HttpResponse:
    return _page(request, fault_id, "")


@staff(Role.CENTRE_OPERATOR)
@require_POST
def take(request: PersonRequest, fault_id: int) -> HttpResponse:
    return _take(request, fault_id, "")


@staff(Role.CENTRE_OPERATOR)
@require_POST
def send(request: PersonRequest) -> HttpResponse:
    """Send every marked fault to the unit that registered it."""
    sent = 0
    for fault_id in request.POST.getlist("fault"):
        if fault_id.isascii() and fault_id.isdigit() and len(fault_id) < 18:
            sent += _sent(request, int(fault_id))
    messages.success(request, say("已转办 %(count)s 个问题。") % {"count": sent})
    return redirect("office:code_faults")


def _sent(request: PersonRequest, fault_id: int) -> bool:
    try:
        facts.one(fault_id)
        actions.take_step(fault_id, CodeFaultStep.SEND, by=request.person.account)
    except (facts.UnknownCodeFault, StepNotPossible):
        return False  # somebody else was quicker
    return True


@staff(Role.DATA_OFFICER, Role.DATA_REVIEWER)
@never_cache
@require_safe
def own(request: PersonRequest) -> HttpResponse:
    found = facts.faults(unit=request.person.unit, state=request.GET.get("state", "")[:16])
    return render(request, "office/code_fault/own.html", {"faults": found})


@staff(Role.DATA_OFFICER, Role.DATA_REVIEWER)
@never_cache
@require_safe
def own_fault(request: PersonRequest, fault_id: int) -> HttpResponse:
    return _page(request, fault_id, request.person.unit)


@staff(Role.DATA_OFFICER, Role.DATA_REVIEWER)
@require_POST
def answer(request: PersonRequest, fault_id: int) -> HttpResponse:
    return _take(request, fault_id, request.person.unit)


def _page(request: PersonRequest, fault_id: int, unit: str) -> HttpResponse:
    try:
        found = facts.one(fault_id, unit=unit)
    except facts.UnknownCodeFault as refusal:
        return error_page(request, 404, str(refusal))
    open_to = BY_UNIT if unit else BY_CENTRE
    context = {
        "fault": found,
        "taken": [(one, STEP_NAMES[CodeFaultStep(one.step)]) for one in facts.steps(fault_id)],
        "steps": [(step, STEP_NAMES[step]) for step in steps(found.state) if step in open_to],
        "state_name": STATE_NAMES[found.state],
        "is_own": bool(unit),
    }
    return render(request, "office/code_fault/fault.html", context)


def _take(request: PersonRequest, fault_id: int, unit: str) -> HttpResponse:
    address = "office:own_code_fault" if unit else "office:code_fault"
    try:
        facts.one(fault_id, unit=unit)
        step, note = CodeFaultStep(request.POST.get("step", "")), request.POST.get("note", "")[:2000]
        if step not in (BY_UNIT if unit else BY_CENTRE):
            raise ValueError(step)
        refuse_personal(note, on=localdate())
        actions.take_step(fault_id, step, by=request.person.account, note=note)
        messages.success(request, say("已办理。"))
    except facts.UnknownCodeFault as refusal:
        return error_page(request, 404, str(refusal))
    except ValueError:
        return error_page(request, 400)
    except (StepNotPossible, PersonalInText) as refusal:
        messages.error(request, str(refusal))
    return redirect(address, fault_id=fault_id)
