"""One search over everything one may see. A unit sees what it submitted; the centre everything.

What the centre reads of what is not public is a look: it says why, once a session, and the log keeps each.
"""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.actions.look import Look, note
from gongxin.disclosure.look import OPERATION
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText, refuse_personal
from gongxin.ledger.seal import canonical
from gongxin.procedures.opening import openings
from gongxin.procedures.step import Party
from gongxin.queries import case, entry
from gongxin.queries.item import catalogue, item_of, judged_item
from gongxin.queries.lookup import LookedUp, closed, look_up
from gongxin.queries.shown_entry import NotShown, ShownEntry
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.sheet import sheet
from gongxin.web.shared.templatetags.wording import refusal

PURPOSE = "office_purpose"  # in the session


class Purpose(forms.Form):
    purpose = forms.CharField(
        label=_("用途"),
        min_length=4,
        max_length=200,
        help_text=_("办理什么、为什么需要查看非公开信息。写入查询日志，主体本人可以看到。"),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_purpose(self) -> str:
        purpose = str(self.cleaned_data["purpose"])
        try:
            refuse_personal(purpose, on=localdate())
        except PersonalInText as odd:
            raise forms.ValidationError(str(refusal(odd))) from odd
        return purpose


@staff()
@never_cache
@require_safe
def own(request: PersonRequest) -> HttpResponse:
    unit, text = request.person.unit, request.GET.get("q", "")
    found = look_up(text, viewer=Viewer.unit(unit), unit=unit, on=localdate())
    context = {"found": found, "text": text, "batch_page": "office:batch", "record_page": "office:own_record"}
    return render(request, "office/lookup/lookup.html", context)


@staff()
@never_cache
@require_safe
def own_sheet(request: PersonRequest) -> HttpResponse:
    """Hand out the records that the page shows."""
    unit = request.person.unit
    found = look_up(request.GET.get("q", ""), viewer=Viewer.unit(unit), unit=unit, on=localdate())
    return _sheet(found.entries)


@staff()
@never_cache
@require_safe
def own_record(request: PersonRequest, record_id: UUID) -> HttpResponse:
    """Show a record that the unit submitted, whole."""
    try:
        found = entry.one(record_id, viewer=Viewer.unit(request.person.unit), on=localdate())
    except NotShown as odd:
        return error_page(request, 404, str(odd))
    item = judged_item(found.item, found.edition)
    may_begin = item and request.person.holds(Role.DATA_OFFICER, Role.DATA_REVIEWER)
    context = {
        "entry": found,
        "openings": openings(item, Party.PROVIDER) if item and may_begin else (),
        "cases": case.of_record(record_id),
    }
    return render(request, "office/lookup/record.html", context)


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: PersonRequest) -> HttpResponse:
    """Ask for what the centre looks; asked once a session."""
    form = Purpose(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        request.session[PURPOSE] = form.cleaned_data["purpose"]
        target = form.cleaned_data["next"]
        is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
        return redirect(target if is_ours else "office:lookup_all")
    status = 422 if form.is_bound else 200
    return render(request, "office/lookup/purpose.html", {"form": form}, status=status)


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def every_unit(request: PersonRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    if PURPOSE not in request.session:
        return _ask_first(request)
    found = _of_every_unit(request, text)
    context = {
        "found": found,
        "text": text,
        "purpose": request.session[PURPOSE],
        "batch_page": "office:inbox_batch",
        "record_page": "office:record",
    }
    return render(request, "office/lookup/lookup.html", context)


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def every_unit_sheet(request: PersonRequest) -> HttpResponse:
    """Hand out the records that the page shows: a look of its own."""
    if PURPOSE not in request.session:
        return _ask_first(request, request.get_full_path().replace("search/all.csv", "search/all/", 1))
    return _sheet(_of_every_unit(request, request.GET.get("q", ""), channel="file").entries)


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def record(request: PersonRequest, record_id: UUID) -> HttpResponse:
    """Show any record, whole: a look, whatever the public sees of it."""
    if PURPOSE not in request.session:
        return _ask_first(request)
    try:
        found = entry.one(record_id, viewer=Viewer.CENTRE, on=localdate())
    except NotShown as odd:
        return error_page(request, 404, str(odd))
    _note(request, [found])
    return render(request, "office/lookup/record.html", {"entry": found, "is_look": True})


def _ask_first(request: PersonRequest, target: str = "") -> HttpResponse:
    form = Purpose(initial={"next": target or request.get_full_path()})
    return render(request, "office/lookup/purpose.html", {"form": form})


def _of_every_unit(request: PersonRequest, text: str, *, channel: str = "page") -> LookedUp:
    found = look_up(text, viewer=Viewer.CENTRE, unit="", on=localdate()) if text else LookedUp()
    _note(request, closed(found.entries, on=localdate()), channel=channel)
    return found


def _sheet(entries: Iterable[ShownEntry]) -> HttpResponse:
    on = localdate()
    head = (_("记录号"), _("文号"), _("标题"), _("组织"), _("统一社会信用代码"), _("事项"), _("决定日期"))
    rows = (
        (
            one.record,
            one.document_number,
            one.title,
            one.organisation,
            one.uscc,
            item.name if (item := item_of(one.item, on)) else one.item,
            one.decided_on,
        )
        for one in entries
    )
    return sheet("records", head, rows)


def _note(request: PersonRequest, seen: Iterable[ShownEntry], *, channel: str = "page") -> None:
    """Write into the log what is about to be shown: one look for each organisation."""
    by_organisation: dict[str, list[ShownEntry]] = {}
    for one in seen:
        by_organisation.setdefault(one.uscc, []).append(one)
    if by_organisation:
        note([_look(request, uscc, entries, channel) for uscc, entries in by_organisation.items()])


def _look(request: PersonRequest, uscc: str, entries: list[ShownEntry], channel: str) -> Look:
    on = localdate()
    shown = [{"sequence": one.sequence, "content": dict(one.content)} for one in entries]
    return Look(
        uscc=uscc,
        unit=request.person.unit,
        by=request.person.account,
        channel=channel,
        matter=OPERATION,
        purpose=request.session[PURPOSE],
        case_number="",
        items=sorted({one.item for one in entries}),
        edition=catalogue(on).code,
        found=len(entries),
        answer=sha256(canonical({"entries": shown}).encode()).hexdigest(),
        entries=[one.sequence for one in entries],
        adverse=sum(bool((item := item_of(one.item, on)) and item.is_adverse) for one in entries),
    )
