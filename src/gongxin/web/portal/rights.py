"""How an organisation objects, asks for repair or deletion. Every number comes from the law's parameters."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.catalogue.behaviour import Tier
from gongxin.disclosure.window import longest, shortest
from gongxin.law.parameter import Value, load_parameters
from gongxin.procedures.index import PROCEDURES
from gongxin.web.shared.access import public

TERMS = (
    "objection.comparison",
    "objection.verification",
    "repair.decision",
    "repair.feedback",
    "repair.extension",
    "deletion.honours",
    "query.adverse_period",
    "withdrawal.changed_decision",
)


def terms(on: date) -> dict[str, Value | None]:
    """Return the terms in force by name with `_` for the dot; None where the city has not decided."""
    held = load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    keys = (*TERMS, *(name(tier) for tier in Tier for name in (shortest, longest)))
    return {key.replace(".", "_"): held[key].known_on(on) for key in keys}


@public
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    on = localdate()
    context = {"terms": terms(on), "on": on, "procedures": PROCEDURES.values()}
    return render(request, "portal/rights/rights.html", context)
