"""Monthly counts of commitments: a unit's own, or of every unit for the centre and inspectors."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.disclosure.role import Role
from gongxin.queries.commitment_figure import LONGEST_MONTHS, CommitmentFigure, figures
from gongxin.queries.unit import units
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.sheet import sheet
from gongxin.web.shared.templatetags.wording import plain

EVERYWHERE = (Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER, Role.INSPECTOR, Role.AUDITOR)
READERS = (Role.DATA_OFFICER, Role.DATA_REVIEWER, *EVERYWHERE)
MONTHS = 6
COUNTED = ("received", "completing", "granted", "verified", "broken", "overdue")


@staff(*READERS)
@never_cache
@require_safe
def shown(request: PersonRequest) -> HttpResponse:
    found = _asked(request)
    sees_all = request.person.holds(*EVERYWHERE)
    context = {
        "figures": found,
        "totals": {name: sum(getattr(one, name) for one in found) for name in COUNTED},
        "sees_all": sees_all,
        "units": units() if sees_all else (),
        "asked": request.GET,
        "months": _months(request),
        "choices": (1, 3, 6, 12, LONGEST_MONTHS),
    }
    return render(request, "office/commitment_figure/shown.html", context)


@staff(*READERS)
@never_cache
@require_safe
def shown_sheet(request: PersonRequest) -> HttpResponse:
    headers = (
        _("月份"), _("受理单位"), _("代码"), _("承诺类型"), _("收到承诺"), _("容缺受理"),
        _("准予许可"), _("已核查"), _("违诺"), _("核查逾期"),
    )  # fmt: skip
    rows = (
        (
            f"{one.month:%Y-%m}",
            one.unit_name,
            one.unit,
            plain(one.kind_name),
            *(getattr(one, name) for name in COUNTED),
        )
        for one in _asked(request)
    )
    return sheet("commitment-figures", headers, rows)


def _asked(request: PersonRequest) -> tuple[CommitmentFigure, ...]:
    person = request.person
    unit = request.GET.get("unit", "")[:18] if person.holds(*EVERYWHERE) else person.unit
    return figures(months=_months(request), on=localdate(), unit=unit)


def _months(request: PersonRequest) -> int:
    text = request.GET.get("months", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 and text != "0" else MONTHS
