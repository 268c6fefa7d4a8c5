"""The code by which a unit's own site shows its commitments, and the sites that may."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongxin.actions import commitment_site as actions
from gongxin.disclosure.role import Role
from gongxin.queries import commitment_site as facts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.templatetags.wording import refusal


@staff(Role.UNIT_ADMINISTRATOR, Role.DATA_OFFICER, Role.DATA_REVIEWER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sites(request: PersonRequest) -> HttpResponse:
    """Show the code to copy; let a site show the commitments, or no more."""
    unit, status = request.person.unit, 200
    if request.method == "POST":
        try:
            _change(request, unit)
        except actions.OddSite as refused:
            messages.error(request, refusal(refused))
            status = 422
        else:
            messages.success(request, say("已保存。"))
            return redirect("office:commitment_sites")
    address = settings.GONGXIN_PUBLIC_URL + reverse("portal:commitment_frame", args=[unit])
    context = {"origins": facts.origins(unit), "address": address}
    return render(request, "office/commitment/sites.html", context, status=status)


def _change(request: PersonRequest, unit: str) -> None:
    if removed := request.POST.get("forbid", ""):
        actions.forbid(unit, removed)
    else:
        actions.allow(unit, request.POST.get("origin", ""), by=request.person.account)
