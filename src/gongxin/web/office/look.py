"""The query log as an auditor reads it: who looked at whom, when, for what; filters live in the address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.disclosure.look import OTHER
from gongxin.disclosure.role import Role
from gongxin.queries.look import LookFilter, count, page
from gongxin.queries.matter import matters
from gongxin.queries.unit import units
from gongxin.reports.look import UnknownLogForm, export
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.query_words import CHANNELS
from gongxin.web.shared.templatetags.wording import plain

NAMES = ("unit", "account", "matter", "uscc", "channel", "from_", "to")


class Narrow(forms.Form):
    unit = forms.ChoiceField(label=_("单位"), required=False)
    account = forms.CharField(label=_("账号"), required=False, max_length=150)
    matter = forms.ChoiceField(label=_("事项"), required=False)
    uscc = forms.CharField(label=_("主体代码"), required=False, max_length=18)
    channel = forms.ChoiceField(label=_("方式"), required=False)
    from_ = forms.DateField(label=_("自"), required=False, widget=DayInput())
    to = forms.DateField(label=_("至"), required=False, widget=DayInput())

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        everything = ("", _("全部"))
        listed = [(one.code, plain(one.application.name)) for one in matters(localdate())]
        other = [(code, plain(label)) for code, label in OTHER.items()]
        choices = {
            "unit": [(one.uscc, one.name) for one in units()],
            "matter": [*listed, *other],
            "channel": list(CHANNELS.items()),
        }
        for name, values in choices.items():
            self.fields[name].choices = [everything, *values]  # type: ignore[attr-defined, misc]

    def narrow(self) -> LookFilter:
        return LookFilter(**{name: self.cleaned_data[name] for name in NAMES})


@staff(Role.AUDITOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    form = Narrow(request.GET)
    if not form.is_valid():
        return render(request, "office/look/list.html", {"form": form}, status=422)
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    narrow = form.narrow()
    found = page(narrow, after=start)
    context = {
        "form": form,
        "page": found,
        "count": count(narrow),
        "query": _kept(request),
    }
    return render(request, "office/look/list.html", context)


@staff(Role.AUDITOR)
@never_cache
@require_safe
def exported(request: PersonRequest, form: str) -> HttpResponseBase:
    """Hand out what the filter shows, with a manifest."""
    narrow = Narrow(request.GET)
    if not narrow.is_valid():
        return error_page(request, 400)
    try:
        taken = export(narrow.narrow(), form, on=localdate())
    except UnknownLogForm as refused:
        return error_page(request, 404, str(refused))
    response = StreamingHttpResponse(taken.pieces, content_type=taken.content_type)
    response["Content-Disposition"] = f'attachment; filename="{taken.file_name}"'
    return response


def _kept(request: HttpRequest) -> str:
    """Return the filters as they stand in the address, for links to the next page and the files."""
    return urlencode({name: request.GET[name] for name in NAMES if request.GET.get(name)})
