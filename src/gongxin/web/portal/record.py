"""Records: the list with its filters, and one record with its window and its proof."""

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry, log, unit
from gongxin.queries.item import judged_item
from gongxin.queries.shown_entry import EntryFilter, InvalidCursor, NotShown, Withdrawn
from gongxin.web.portal.item import public_items
from gongxin.web.portal.record_shape import said_of, shape_of
from gongxin.web.portal.window import strip, window_reason
from gongxin.web.shared.access import public
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.error import error_page
from gongxin.web.shared.mould import cast
from gongxin.web.shared.templatetags.wording import CHINESE, is_chinese, plain

PAGE = 20


class QuotedSelect(forms.Select):
    """A list of choices from the data: on an English page each Chinese one says that it is Chinese."""

    def create_option(self, *arguments: Any, **named: Any) -> dict[str, Any]:
        option = super().create_option(*arguments, **named)
        if not is_chinese() and CHINESE.search(str(option["label"])):
            option["attrs"]["lang"] = "zh-Hans"
        return option


class RecordFilter(forms.Form):
    """What narrows the list of records. Every part may stay empty."""

    item = forms.ChoiceField(label=_("事项"), required=False)
    unit = forms.ChoiceField(label=_("报送单位"), required=False, widget=QuotedSelect)
    uscc = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=18)
    decided_from = forms.DateField(label=_("决定日期自"), required=False, widget=DayInput())
    decided_to = forms.DateField(label=_("决定日期至"), required=False, widget=DayInput())

    def __init__(self, values: object, on: date) -> None:
        super().__init__(values)  # type: ignore[arg-type]
        everything = [("", _("全部"))]
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            *everything,
            *((item.code, plain(item.name)) for item in public_items(on)),
        ]
        self.fields["unit"].choices = [*everything, *((u.uscc, u.name) for u in unit.units())]  # type: ignore[attr-defined]

    def clean_uscc(self) -> str:
        return str(self.cleaned_data["uscc"]).strip().upper()

    @property
    def narrow(self) -> EntryFilter:
        kept = self.cleaned_data if self.is_valid() else {}
        return EntryFilter(**{name: kept[name] for name in kept if kept[name]})


@public
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Show records newest first; htmx replaces only the list."""
    on = localdate()
    form = RecordFilter(request.GET, on)
    try:
        page = entry.page(
            form.narrow, viewer=Viewer.ANYONE, on=on, after=request.GET.get("after") or None, size=PAGE
        )
    except InvalidCursor as refusal:
        return error_page(request, 400, str(refusal))
    is_part = bool(request.headers.get("HX-Request"))
    response = render(
        request,
        "portal/record/_list.html" if is_part else "portal/record/list.html",
        {"form": form, "page": page, "after": request.GET.get("after"), "is_valid": form.is_valid()},
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def status_of(refusal: NotShown) -> int:
    return HTTPStatus.GONE if isinstance(refusal, Withdrawn) else HTTPStatus.NOT_FOUND


@public
@require_safe
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    on = localdate()
    try:
        shown = entry.one(record_id, viewer=Viewer.ANYONE, on=on)
    except NotShown as refusal:
        return error_page(request, status_of(refusal), str(refusal))
    item = judged_item(shown.item, shown.edition)
    drawn, reason = strip(shown, on), window_reason(item, shown) if item else None
    said = said_of(shown, drawn, entry.versions_of(shown, viewer=Viewer.ANYONE, on=on))
    shape = shape_of(shown, on, reason, drawn)
    return HttpResponse(cast(request, "portal/record/record.html", shape, said, {"item": item}))


@public
@require_safe
def proof(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show that the record stands in the log, with all that one needs to check it."""
    on = localdate()
    try:
        shown = entry.one(record_id, viewer=Viewer.ANYONE, on=on)
    except NotShown as refusal:
        return error_page(request, status_of(refusal), str(refusal))
    is_part = bool(request.headers.get("HX-Request"))
    response = render(
        request,
        "portal/record/_proof.html" if is_part else "portal/record/proof.html",
        {"entry": shown, "proof": log.inclusion(shown.sequence, viewer=Viewer.ANYONE, on=on)},
    )
    patch_vary_headers(response, ["HX-Request"])
    return response
