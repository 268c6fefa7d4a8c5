"""The first page of the desk: what needs attention, and how much is held."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import representative, signed_in


@signed_in
@never_cache
@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    return redirect("portal:home")


@representative
@never_cache
@require_safe
def home(request: HttpRequest, uscc: str) -> HttpResponse:
    return desk_page(request, uscc, "desk/home/home.html", {})
