"""What units owe: zero reports by the unit, missing reports for the centre (漏报)."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions.zero_report import RowsWereSent, report_zero
from gongxin.catalogue.edition import UnknownItem
from gongxin.disclosure.role import Role
from gongxin.intake.reporting import NoSuchPeriod, PeriodState
from gongxin.queries import reporting as facts
from gongxin.queries.unit import units
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.sheet import sheet

STATE_NAMES = {
    PeriodState.ROWS: _("已报送"),
    PeriodState.ZERO: _("零报告"),
    PeriodState.OPEN: _("未到期"),
    PeriodState.MISSING: _("漏报"),
}


@staff()
@never_cache
@require_safe
def own(request: PersonRequest) -> HttpResponse:
    owed = facts.owed(on=localdate(), unit=request.person.unit)
    return render(request, "office/reporting/own.html", {"owed": owed, "today": localdate()})


@staff(Role.DATA_OFFICER)
@require_POST
def zero(request: PersonRequest) -> HttpResponse:
    """Note that the unit had nothing of an item in a period."""
    try:
        first = date.fromisoformat(request.POST.get("period", "")[:10])
        report_zero(
            request.person.unit,
            request.POST.get("item", ""),
            first,
            by=request.person.account,
            on=localdate(),
        )
        messages.success(request, say("零报告已记下。"))
    except ValueError:
        messages.error(request, say("请从列表中选择报送期。"))
    except (UnknownItem, NoSuchPeriod, RowsWereSent) as refusal:
        messages.error(request, str(refusal))
    return redirect("office:reporting")


@staff(Role.CENTRE_OPERATOR, Role.INSPECTOR)
@never_cache
@require_safe
def every_unit(request: PersonRequest) -> HttpResponse:
    context = {"owed": _asked(request), "units": units(), "asked": request.GET, "today": localdate()}
    return render(request, "office/reporting/every_unit.html", context)


@staff(Role.CENTRE_OPERATOR, Role.INSPECTOR)
@never_cache
@require_safe
def every_unit_sheet(request: PersonRequest) -> HttpResponse:
    rows = (
        (
            one.unit_name,
            one.unit,
            one.item,
            localtime(one.last_sent_at).strftime("%Y-%m-%d") if one.last_sent_at else "",
            owed.period.first,
            owed.period.last,
            owed.period.due_on,
            STATE_NAMES[owed.state],
        )
        for one in _asked(request)
        for owed in one.periods
    )
    headers = (_("单位"), _("代码"), _("事项"), _("最近报送"), _("报送期自"), _("至"), _("应报日"), _("状态"))
    return sheet("reporting", headers, rows)


def _asked(request: PersonRequest) -> list[facts.Owed]:
    owed = facts.owed(
        on=localdate(), unit=request.GET.get("unit", "")[:18], item=request.GET.get("item", "")[:64]
    )
    return [one for one in owed if one.missing or not request.GET.get("missing")]
