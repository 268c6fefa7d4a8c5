"""Commitments of the organisation: what it promised, where each stands, and signing another."""

from itertools import groupby
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.actions.batch_of_one import RowRefused
from gongxin.actions.commitment import TemplateMoved
from gongxin.disclosure.policy import Viewer
from gongxin.procedures.commitment_kind import CommitmentKind, kind_facts
from gongxin.procedures.commitment_template import NoPaperChosen
from gongxin.queries import case, commitment, entry, organisation
from gongxin.queries import commitment_template as templates
from gongxin.queries.commitment import CommitmentFilter
from gongxin.queries.shown_entry import NotShown, ShownEntry
from gongxin.reports.commitment import Order, issue, promised
from gongxin.reports.seal import NoSeal
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.commitment_file import commitment_file
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import refusal

PAGE = 50
PROCEDURE = "commitment"


class SignForm(forms.Form):
    """Which papers follow, that the representative read it, and which wording the page showed."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    papers = forms.MultipleChoiceField(
        label=_("暂缺、承诺后补的材料"), required=False, widget=forms.CheckboxSelectMultiple
    )
    read = forms.BooleanField(label=_("已阅读全文，代表本组织作出承诺"))

    def __init__(self, *arguments: object, papers: tuple[str, ...], **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.fields["papers"].choices = [(one, one) for one in papers]  # type: ignore[attr-defined]


@representative
@never_cache
@require_safe
def commitments(request: PersonRequest, uscc: str) -> HttpResponse:
    """Show what the organisation promised, newest first, and cases about a breach."""
    on, start = localdate(), _start(request)
    found = commitment.page(
        CommitmentFilter(uscc=uscc), viewer=Viewer.organisation(uscc), on=on, start=start, size=PAGE
    )
    cases = [one for one in case.of_organisation(uscc) if one.procedure.code == PROCEDURE]
    context = {"page": found, "start": start, "on": on, "cases": cases}
    return desk_page(request, uscc, "desk/commitment/list.html", context)


@representative
@never_cache
@require_safe
def new(request: PersonRequest, uscc: str) -> HttpResponse:
    """Show what can be signed, by unit; for the repair of a record only what that takes."""
    about = _about(request, uscc)
    found = [one for one in templates.to_sign() if not about or one.kind == CommitmentKind.REPAIR]
    by_unit = [(name, tuple(group)) for name, group in groupby(found, lambda one: one.unit_name or one.unit)]
    return desk_page(request, uscc, "desk/commitment/new.html", {"by_unit": by_unit, "about": about})


@representative
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: PersonRequest, uscc: str, template_id: UUID) -> HttpResponse:
    """Show the whole text, or sign it."""
    about = _about(request, uscc)
    try:
        version = templates.one_to_sign(template_id)
    except templates.UnknownTemplate as refused:
        return error_page(request, 404, str(refused))
    sent, shown = request.POST if request.method == "POST" else None, {"version": version.id}
    form = SignForm(sent, papers=version.papers, initial=shown)
    order = Order(
        organisation=organisation.by_code(uscc),
        version=version,
        by=request.person.account,
        papers=_papers(form),
        about=about.record if about else None,
    )
    if form.is_bound and form.is_valid() and _signed(form, order):
        messages.success(request, say("承诺已签署并入库。签署文件可以下载保存。"))
        return redirect("desk:commitments", uscc=uscc)
    context = {"version": version, "form": form, "about": about, "facts_of_kind": kind_facts(version.kind)}
    if not version.papers:
        context["said"] = promised(order, on=localdate())
    return desk_page(request, uscc, "desk/commitment/sign.html", context, 422 if form.is_bound else 200)


@representative
@never_cache
@require_safe
def pdf(request: PersonRequest, uscc: str, record_id: UUID) -> HttpResponse:
    """Hand out the file as it was signed."""
    try:
        found = commitment.one(record_id, viewer=Viewer.organisation(uscc), on=localdate())
    except commitment.UnknownCommitment as refused:
        return error_page(request, 404, str(refused))
    return commitment_file(found)


def _signed(form: SignForm, order: Order) -> bool:
    if form.cleaned_data["version"] != order.version.id:
        form.add_error(None, str(refusal(TemplateMoved())))
        return False
    try:
        issue(order, on=localdate(), at=timezone.now())
    except NoPaperChosen as refused:
        form.add_error("papers", str(refusal(refused)))
    except (TemplateMoved, RowRefused, NoSeal) as refused:
        form.add_error(None, str(refusal(refused)))
    return form.is_valid()


def _papers(form: SignForm) -> tuple[str, ...]:
    return tuple(form.cleaned_data["papers"]) if form.is_bound and form.is_valid() else ()


def _about(request: PersonRequest, uscc: str) -> ShownEntry | None:
    """Return the record whose repair the commitment is for; None where it is for none.

    Raises:
        Http404: the organisation has no such record.
    """
    asked = request.GET.get("about", "")
    if not asked:
        return None
    try:
        return entry.one(UUID(asked), viewer=Viewer.organisation(uscc), on=localdate())
    except (ValueError, NotShown) as refused:
        raise Http404 from refused


def _start(request: PersonRequest) -> int:
    text = request.GET.get("start", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
