"""Batches: send a file, watch it, fetch the result, decide one that is held."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import batch as batches
from gongxin.actions import held
from gongxin.actions.taking import BatchMovedMeanwhile
from gongxin.disclosure.role import Role
from gongxin.queries import batch as facts
from gongxin.queries.item import catalogue
from gongxin.web.office.navigation import first_place
from gongxin.web.office.paging import SIZE, Paging, page_asked
from gongxin.web.shared.access import PersonRequest, staff, takes_files
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.error import error_page
from gongxin.web.shared.result import FILES, first_findings, path_of
from gongxin.web.shared.sheet import LARGEST, sheet
from gongxin.web.shared.templatetags.wording import plain
from gongxin.web.shared.upload import received

FINDINGS_SHOWN = 50
STAGES = {
    "": _("排队等候"),
    "reading": _("读取文件"),
    "checking": _("逐行检查"),
    "storing": _("写入账本"),
    "writing": _("生成结果文件"),
}


STATE_NAMES = {
    "received": _("处理中"),
    "held": _("暂缓，待决定"),
    "taken": _("已入库"),
    "discarded": _("已作废"),
    "refused": _("无法读取"),
}
MENDABLE = batches.MENDABLE


class Upload(forms.Form):
    item = forms.ChoiceField(label=_("事项"))
    file = forms.FileField(
        label=_("文件"),
        max_length=200,
        help_text=_("CSV、XLSX 或 JSON Lines；第一行是字段代码或中文名称。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.jsonl,.ndjson"}),
    )

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        items = catalogue(localdate()).items.values()
        self.fields["item"].choices = [(item.code, plain(item.name)) for item in items]  # type: ignore[attr-defined]


class Mended(forms.Form):
    file = forms.FileField(
        label=_("改正后的文件"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.jsonl,.ndjson"}),
    )


class Narrowing(forms.Form):
    """What narrows a list of batches; it stands in the address, so that a link leads back to it."""

    item = forms.ChoiceField(label=_("事项"), required=False)
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *STATE_NAMES.items()]
    )
    received_from = forms.DateField(label=_("收到日期自"), required=False, widget=DayInput())
    received_to = forms.DateField(label=_("至"), required=False, widget=DayInput())
    text = forms.CharField(label=_("文件名或批次号"), required=False, max_length=80)

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        items = catalogue(localdate()).items.values()
        choices = [("", say("全部")), *((item.code, plain(item.name)) for item in items)]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]

    def filter(self) -> facts.BatchFilter:
        """Return the filter; a value that is none narrows nothing."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if name in NARROWED and value}
        return facts.BatchFilter(**asked, sort=self.data.get("sort", "") if self.is_bound else "")


NARROWED = ("item", "state", "received_from", "received_to", "text")


def listed_page(
    request: PersonRequest, narrow: facts.BatchFilter
) -> tuple[tuple[facts.BatchRow, ...], Paging]:
    """Return the page of batches that the address asks for."""
    asked = page_asked(request.GET)
    found, total = facts.page(narrow, start=(asked - 1) * SIZE, size=SIZE)
    return found, Paging(asked, total)


def batch_sheet(found: Iterable[facts.BatchRow]) -> HttpResponse:
    headers = (
        *(_("批次号"), _("单位"), _("事项"), _("文件"), _("报送人"), _("状态"), _("收到时间"), _("行数")),
        *(_("新增"), _("更正"), _("重复"), _("退回"), _("待核"), _("迟报")),
    )
    rows = (
        (
            *(one.id, one.unit_name or one.unit, one.item, one.file_name, one.submitted_by),
            *(STATE_NAMES[one.state], localtime(one.received_at).strftime("%Y-%m-%d %H:%M"), one.rows),
            *(one.accepted, one.corrected, one.duplicate, one.rejected, one.review, one.late),
        )
        for one in found
    )
    return sheet("batches", headers, rows)


@staff()
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    narrowing = Narrowing(request.GET)
    narrow = replace(narrowing.filter(), unit=request.person.unit)
    found, paging = listed_page(request, narrow)
    context = {"batches": found, "paging": paging, "form": narrowing, "sort": narrow.sort}
    return render(request, "office/batch/list.html", context)


@staff()
@never_cache
@require_safe
def listed_sheet(request: PersonRequest) -> HttpResponse:
    narrow = replace(Narrowing(request.GET).filter(), unit=request.person.unit)
    return batch_sheet(facts.page(narrow, size=LARGEST)[0])


@staff(Role.DATA_OFFICER)
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Show the form, or take a file over and go to its page; the work happens in the queue."""
    if request.method != "POST":
        form = Upload(initial={"item": request.GET.get("item", "")})
        return render(request, "office/batch/new.html", {"form": form})
    form = Upload(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "office/batch/new.html", {"form": form}, status=422)
    with received(form.cleaned_data["file"]) as source:
        batch = batches.receive(
            source,
            item=form.cleaned_data["item"],
            unit=request.person.unit,
            on=localdate(),
            submitted_by=request.person.account,
        )
    return redirect("office:batch", batch_id=batch)


@staff(Role.DATA_OFFICER)
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: PersonRequest, batch_id: UUID) -> HttpResponse:
    """Show how to mend a batch, or take the mended file over, linked to the first that it mends."""
    try:
        mended = facts.one(batch_id, unit=request.person.unit)
        form = Mended(request.POST, request.FILES) if request.method == "POST" else Mended()
        if form.is_valid():
            with received(form.cleaned_data["file"]) as source:
                batch = batches.resubmit(
                    batch_id, source, on=localdate(), submitted_by=request.person.account
                )
            return redirect("office:batch", batch_id=batch)
    except facts.UnknownBatch as refusal:
        return error_page(request, 404, str(refusal))
    except batches.NothingToMend as refusal:
        messages.warning(request, str(refusal))
        return redirect("office:batch", batch_id=batch_id)
    context = {"form": form, "batch": mended, "files": files_of(batch_id)}
    return render(request, "office/batch/mend.html", context, status=422 if form.is_bound else 200)


@staff()
@never_cache
@require_safe
def batch(request: PersonRequest, batch_id: UUID) -> HttpResponse:
    """Show a batch of the user's unit; while it is under way htmx asks for the middle part again."""
    try:
        found = facts.one(batch_id, unit=request.person.unit)
    except facts.UnknownBatch as refusal:
        return error_page(request, 404, str(refusal))
    is_part = bool(request.headers.get("HX-Request"))
    context = {**batch_context(found), "files": files_of(batch_id), "is_mendable": found.state in MENDABLE}
    return render(request, "office/batch/_progress.html" if is_part else "office/batch/batch.html", context)


def batch_context(found: facts.BatchFacts) -> dict[str, object]:
    """Return what the page of a batch says about it, whoever reads it."""
    return {
        "batch": found,
        "stage": STAGES.get(found.stage, found.stage),
        "findings": first_findings(found.id, FINDINGS_SHOWN) if found.is_finished else [],
        "findings_shown": FINDINGS_SHOWN,
        "chain": facts.chain(found),
    }


def files_of(batch: UUID) -> list[tuple[str, object]]:
    return [(name, label) for name, label in FILES.items() if path_of(batch, name)]


@staff()
@never_cache
@require_safe
def file(request: PersonRequest, batch_id: UUID, name: str) -> HttpResponseBase:
    """Hand out a result file, the findings or the receipt."""
    try:
        facts.one(batch_id, unit=request.person.unit)
    except facts.UnknownBatch as refusal:
        return error_page(request, 404, str(refusal))
    path = path_of(batch_id, name)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{batch_id}-{name}")


@staff(Role.DATA_REVIEWER, Role.CENTRE_OPERATOR)
@require_POST
def decide(request: PersonRequest, batch_id: UUID) -> HttpResponse:
    """Take a held batch in after all, or drop it."""
    try:
        facts.one(batch_id, unit=request.person.unit)
        _decide(request, batch_id)
    except facts.UnknownBatch as refusal:
        return error_page(request, 404, str(refusal))
    except (held.NotHeld, held.SamePerson, BatchMovedMeanwhile) as refusal:
        messages.warning(request, str(refusal))
    return redirect("office:batch", batch_id=batch_id)


def _decide(request: PersonRequest, batch_id: UUID) -> None:
    if request.POST.get("decision") == "take":
        held.take_held(batch_id, by=request.person.account)
        messages.success(request, say("已入库。"))
    elif request.POST.get("decision") == "discard":
        held.discard_held(batch_id, by=request.person.account)
        messages.success(request, say("已作废，未入库任何内容。"))
    else:
        raise Http404


@staff()
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """Lead to where the reader's work begins."""
    return redirect(first_place(request.person))
