"""What a matter would have shown on another day or moment: asked with a purpose, and on record."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongxin.actions.look import NoPurpose
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.organisations.uscc import is_valid, normalise
from gongxin.queries.matter import UnknownMatter
from gongxin.reports.history import AskedBack, LookedBack, look_back
from gongxin.web.office.query import Ask
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.moment import MomentForm
from gongxin.web.shared.templatetags.wording import refusal as worded


class AskBack(MomentForm, Ask):
    """A query about one organisation as of a day, a moment, or both."""

    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=18)
    field_order = ("uscc", "as_of", "known_at", "matter", "case_number", "purpose")

    def clean_uscc(self) -> str:
        code = normalise(self.cleaned_data["uscc"])
        if not is_valid(code):
            raise forms.ValidationError(_("代码不正确，请核对。"))
        return code


@staff(Role.QUERY_CLERK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: PersonRequest) -> HttpResponse:
    """Ask, and show the answer at once; it is not kept."""
    form = AskBack(request.POST if request.method == "POST" else None)
    found = _found(form, request) if form.is_bound and form.is_valid() else None
    status = 422 if form.is_bound and found is None else 200
    then = form.moment if found else None
    return render(
        request, "office/query/history.html", {"form": form, "found": found, "then": then}, status=status
    )


def _found(form: AskBack, request: PersonRequest) -> LookedBack | None:
    said = {name: form.cleaned_data[name] for name in ("uscc", "matter", "purpose", "case_number")}
    who = {"unit": request.person.unit, "by": request.person.account, "channel": "page"}
    try:
        return look_back(AskedBack(**said, **who, moment=form.moment, on=localdate()))
    except (UnknownMatter, PersonalInText, NoPurpose) as refusal:
        form.add_error(None, worded(str(refusal)))
        return None
