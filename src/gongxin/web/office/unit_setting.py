"""What a unit wants otherwise: whether submitting and releasing are for different people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongxin.actions.unit_setting import is_released_apart, release_apart
from gongxin.disclosure.role import Role
from gongxin.web.shared.access import PersonRequest, staff


@staff(Role.UNIT_ADMINISTRATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest) -> HttpResponse:
    unit = request.person.unit
    if request.method == "POST":
        release_apart(unit, wanted=request.POST.get("apart") == "1", by=request.person.account)
        messages.success(request, say("已保存。"))
        return redirect("office:settings")
    return render(request, "office/unit_setting/settings.html", {"is_apart": is_released_apart(unit)})
