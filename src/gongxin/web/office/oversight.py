"""Indicators of oversight, for the centre and the auditor: how every unit reports and keeps its terms."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions.oversight import work_out_soon
from gongxin.disclosure.role import Role
from gongxin.law.parameter import Parameter, load_parameters
from gongxin.oversight.figure import Figure, total
from gongxin.oversight.indicator import OversightIndicator, UnknownIndicator, indicator, indicators
from gongxin.queries import oversight as facts
from gongxin.queries.unit import units
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.sheet import sheet
from gongxin.web.shared.templatetags.oversight_words import group_name


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as the page shows it; `is_short`: it misses the target that holds for it."""

    figure: Figure
    unit_name: str
    target: Decimal | None
    is_short: bool


@staff(Role.CENTRE_OPERATOR, Role.AUDITOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    rows = [_summary(one) for one in indicators(*settings.GONGXIN_CITY_FOLDERS)]
    return render(request, "office/oversight/list.html", {"rows": rows})


@staff(Role.CENTRE_OPERATOR, Role.AUDITOR)
@require_POST
def compute(request: PersonRequest) -> HttpResponse:
    """Queue today's figures, without waiting for the night."""
    work_out_soon(on=localdate())
    messages.success(request, say("已安排计算，稍后刷新本页查看。"))
    return redirect("office:oversight")


@staff(Role.CENTRE_OPERATOR, Role.AUDITOR)
@never_cache
@require_safe
def one(request: PersonRequest, code: str) -> HttpResponse:
    """Show an indicator by unit and item, what misses its target first."""
    try:
        found = indicator(code, *settings.GONGXIN_CITY_FOLDERS)
    except UnknownIndicator as refused:
        return error_page(request, 404, str(refused))
    kept, unit = facts.newest(code), request.GET.get("unit", "")[:18]
    lines = [line for line in _lines(found, kept) if unit in ("", line.figure.unit)]
    return render(
        request,
        "office/oversight/one.html",
        {
            "indicator": found,
            "kept": kept,
            "lines": lines,
            "total": total(line.figure for line in lines),
            "parameter": _parameter(found),
            "goal": _goal(found, kept.on if kept else localdate()),
            "units": units() if "unit" in found.by else (),
            "asked": unit,
            "is_other_rule": kept is not None and kept.rule != found.digest,
        },
    )


@staff(Role.CENTRE_OPERATOR, Role.AUDITOR)
@never_cache
@require_safe
def one_sheet(request: PersonRequest, code: str) -> HttpResponse:
    try:
        found = indicator(code, *settings.GONGXIN_CITY_FOLDERS)
    except UnknownIndicator as refused:
        return error_page(request, 404, str(refused))
    headers = (_("单位"), _("代码"), _("类别"), _("分子"), _("分母"), _("结果"), _("目标"))
    rows = (
        (
            line.unit_name,
            line.figure.unit,
            group_name(found, line.figure.item),
            line.figure.part,
            line.figure.whole,
            line.figure.rate,
            line.target,
        )
        for line in _lines(found, facts.newest(code))
    )
    return sheet(f"oversight-{code}", headers, rows)


def _summary(found: OversightIndicator) -> dict[str, object]:
    kept = facts.newest(found.code)
    return {
        "indicator": found,
        "kept": kept,
        "total": total(kept.figures) if kept else None,
        "parameter": _parameter(found),
        "goal": _goal(found, kept.on if kept else localdate()),
        "short": sum(line.is_short for line in _lines(found, kept)),
    }


def _lines(found: OversightIndicator, kept: facts.Kept | None) -> list[Line]:
    """Return the figures, those that miss their target first, then the worst."""
    names = {one.uscc: one.name for one in units()}
    lines = [_line(found, figure, kept, names) for figure in kept.figures] if kept else []
    sign = -1 if found.lower_is_better else 1
    return sorted(lines, key=lambda line: (not line.is_short, sign * line.figure.rate, line.figure))


def _line(found: OversightIndicator, figure: Figure, kept: facts.Kept, names: dict[str, str]) -> Line:
    target = _goal(found, kept.on) if found.is_aimed(figure.item) else None
    reached = target * figure.whole if target is not None else figure.part
    is_short = figure.part > reached if found.lower_is_better else figure.part < reached
    return Line(figure, names.get(figure.unit, figure.unit), target, is_short)


def _goal(found: OversightIndicator, on: date) -> Decimal | None:
    """Return the target of a day; None where there is none, or the city has not decided."""
    parameter = _parameter(found)
    value = parameter.known_on(on) if parameter else None
    return Decimal(str(value.amount)) if value else None


def _parameter(found: OversightIndicator) -> Parameter | None:
    return load_parameters(*settings.GONGXIN_CITY_FOLDERS)[found.target] if found.target else None
