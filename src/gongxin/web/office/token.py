"""A user's own API tokens."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gongxin.actions import token as tokens
from gongxin.queries import token as facts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.day_input import DayInput

DAYS = 180


class NewToken(forms.Form):
    label = forms.CharField(label=_("用途"), max_length=64)
    until = forms.DateField(label=_("有效期至"), widget=DayInput())


@staff()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: PersonRequest) -> HttpResponse:
    """Show the user's tokens; a new one is shown this once."""
    form = NewToken(request.POST or None, initial={"until": localdate() + timedelta(days=DAYS)})
    made = _issue(request, form) if request.method == "POST" and form.is_valid() else None
    own = facts.of_user(request.person.user)
    context = {"form": form, "made": made, "tokens": own, "today": localdate()}
    status = 422 if form.is_bound and made is None else 200
    return render(request, "office/token/list.html", context, status=status)


def _issue(request: PersonRequest, form: NewToken) -> str | None:
    asked = form.cleaned_data
    try:
        return tokens.issue(request.person.user, label=asked["label"], until=asked["until"], on=localdate())
    except tokens.LifeTooLong as refusal:
        form.add_error("until", str(refusal))
        return None


@staff()
@require_POST
def revoke(request: PersonRequest, token_id: int) -> HttpResponse:
    if not tokens.revoke(token_id, user=request.person.user):
        raise Http404
    messages.success(request, say("令牌已撤销。"))
    return redirect("office:tokens")
