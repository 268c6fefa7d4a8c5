"""The front page: search, figures, what came in last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry, figure
from gongxin.queries.shown_entry import EntryFilter
from gongxin.web.portal.chart import by_category
from gongxin.web.shared.access import public

LATEST = 8


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    on = localdate()
    figures = figure.figures(on)
    latest = entry.page(EntryFilter(), viewer=Viewer.ANYONE, on=on, size=LATEST)
    context = {"figures": figures, "bars": by_category(figures, on), "latest": latest.entries, "on": on}
    return render(request, "portal/home/home.html", context)
