"""Who acts for the organisation; each of them may end another's standing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import representation as requests
from gongxin.queries import grant
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.templatetags.wording import refusal


@representative
@never_cache
@require_safe
def representatives(request: PersonRequest, uscc: str) -> HttpResponse:
    context = {"people": grant.of_organisation(uscc, on=localdate())}
    return desk_page(request, uscc, "desk/representative/list.html", context)


@representative
@require_POST
def revoke(request: PersonRequest, uscc: str, grant_id: int) -> HttpResponse:
    """End somebody's standing, one's own too."""
    found = next((one for one in grant.of_organisation(uscc, on=localdate()) if one.id == grant_id), None)
    if found is None:
        raise Http404
    try:
        reason = request.POST.get("reason", "")
        requests.end(found.user, uscc, by=request.person.account, reason=reason, on=localdate())
    except requests.REFUSALS as refused:
        messages.error(request, refusal(refused))
        return redirect("desk:representatives", uscc=uscc)
    messages.success(request, say("已撤销，立即失效。"))
    is_self = found.user == request.person.user
    return redirect("desk:pick") if is_self else redirect("desk:representatives", uscc=uscc)
