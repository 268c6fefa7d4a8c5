"""Authorisations that the organisation gave: to whom, who used each and when, and the way to end one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import authorisation as actions
from gongxin.disclosure.authorisation import NotGrantable
from gongxin.disclosure.policy import Viewer
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import authorisation as facts
from gongxin.queries import authorised_query, delivery, entry
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.authorisation_form import AuthorisationForm, longest
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import refusal


@representative
@never_cache
@require_safe
def authorisations(request: PersonRequest, uscc: str) -> HttpResponse:
    """Show every authorisation with its state, every query made on one, and what agencies were delivered."""
    today = localdate()
    context = {
        "authorisations": facts.of_organisation(uscc, on=today),
        "queries": authorised_query.of_organisation(uscc),
        "deliveries": delivery.of_organisation(uscc),
        "longest": longest(),
        "today": today,
    }
    return desk_page(request, uscc, "desk/authorisation/list.html", context)


@representative
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, uscc: str) -> HttpResponse:
    """Show the form, or give the authorisation: it is in force at once."""
    held = entry.counts_of_organisation(uscc, viewer=Viewer.organisation(uscc), on=localdate())
    form = AuthorisationForm(request.POST if request.method == "POST" else None, held=held)
    if form.is_bound and form.is_valid() and _give(request, form, uscc):
        messages.success(request, say("授权已经生效。可以随时撤销。"))
        return redirect("desk:authorisations", uscc=uscc)
    context = {"form": form, "longest": longest(), "today": localdate()}
    return desk_page(
        request, uscc, "desk/authorisation/new.html", context, status=422 if form.is_bound else 200
    )


@representative
@require_POST
def revoke(request: PersonRequest, uscc: str, authorisation_id: UUID) -> HttpResponse:
    """End an authorisation at once."""
    try:
        actions.revoke(authorisation_id, uscc=uscc, by=request.person.account, on=localdate())
    except actions.NothingToRevoke as refused:
        return error_page(request, 404, str(refused))
    messages.success(request, say("已经撤销，即时生效：对方从现在起不能再查询。"))
    return redirect("desk:authorisations", uscc=uscc)


def _give(request: PersonRequest, form: AuthorisationForm, uscc: str) -> bool:
    try:
        actions.give(form.proposed(uscc), by=request.person.account, on=localdate())
    except NotGrantable as refused:
        form.add_error(refused.field, refusal(refused))
        return False
    except PersonalInText as refused:
        form.add_error("purpose", refusal(refused))
        return False
    return True
