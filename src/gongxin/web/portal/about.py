"""What this platform is, what it refuses to be, and how anyone can check its log."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.actions.key import verifier
from gongxin.queries import figure
from gongxin.queries import log as log_query
from gongxin.queries.item import catalogue
from gongxin.web.portal.chart import by_category
from gongxin.web.shared.access import public


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    on = localdate()
    figures = figure.figures(on)
    context = {"figures": figures, "bars": by_category(figures, on), "edition": catalogue(on)}
    return render(request, "portal/about/about.html", context)


@public
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    try:
        checkpoint = log_query.checkpoint()
    except log_query.EmptyLog:
        checkpoint = None
    context = {"checkpoint": checkpoint, "key": verifier().text(), "public_url": settings.GONGXIN_PUBLIC_URL}
    return render(request, "portal/about/log.html", context)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about/accessibility.html")
