"""Repair in the office: how it is doing over a period, and certificates of what was repaired."""

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.disclosure.role import Role
from gongxin.law.parameter import load_parameters
from gongxin.procedures.repair_figure import RepairFigures, Target, targets
from gongxin.queries.repair_figure import repair_figures
from gongxin.web.office.case import WORKING
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.actor import actor
from gongxin.web.shared.case_page import found_for
from gongxin.web.shared.certificate_file import certificate_file
from gongxin.web.shared.day_input import DayInput

READERS = (Role.DATA_OFFICER, Role.DATA_REVIEWER, Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER)
WHOLE = (Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER)  # see every unit's


class Period(forms.Form):
    first = forms.DateField(label=_("自"), widget=DayInput())
    last = forms.DateField(label=_("至"), widget=DayInput())


@staff(*READERS)
@never_cache
@require_safe
def figures(request: PersonRequest) -> HttpResponse:
    """Show the figures: of the whole platform to the centre, of its own to a unit."""
    first, last, form = _period(request)
    found = repair_figures(first, last, unit=_unit(request))
    context = {
        "form": form,
        "first": first,
        "last": last,
        "found": found,
        "targets": _targets(found, last),
        "is_whole": not _unit(request),
    }
    return render(request, "office/repair/figures.html", context)


@staff(*READERS)
@never_cache
@require_safe
def figures_json(request: PersonRequest) -> JsonResponse:
    first, last, _form = _period(request)
    found = repair_figures(first, last, unit=_unit(request))
    shares = ("in_time_share", "granted_share", "exit_share", "training_share", "report_share")
    value = {
        "first": str(first),
        "last": str(last),
        "unit": _unit(request),
        **asdict(found),
        **{name: getattr(found, name) for name in shares},
    }
    return JsonResponse(value, json_dumps_params={"ensure_ascii": False})


@staff(*WORKING)
@never_cache
@require_safe
def certificate(request: PersonRequest, case_id: UUID) -> HttpResponse:
    """Hand out the certificate of a case to one of its parties."""
    return certificate_file(found_for(case_id, actor(request), on=localdate()))


def _period(request: PersonRequest) -> tuple[date, date, Period]:
    """Return the period asked for; without one, or where it is none, the year so far."""
    today = localdate()
    usual = {"first": today.replace(month=1, day=1), "last": today}
    form = Period(request.GET) if "first" in request.GET else Period(initial=usual)
    if form.is_bound and form.is_valid() and form.cleaned_data["first"] <= form.cleaned_data["last"]:
        return form.cleaned_data["first"], form.cleaned_data["last"], form
    return usual["first"], usual["last"], form


def _unit(request: PersonRequest) -> str:
    return "" if request.person.holds(*WHOLE) else request.person.unit


def _targets(found: RepairFigures, on: date) -> tuple[Target, ...]:
    return targets(found, load_parameters(*settings.GONGXIN_CITY_FOLDERS), on=on)
