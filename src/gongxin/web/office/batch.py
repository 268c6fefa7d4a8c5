"""Batches: send a file, watch it, fetch the result, decide one that is held."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
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
from gongxin.web.shared.access import PersonRequest, staff, takes_files
from gongxin.web.shared.error import error_page
from gongxin.web.shared.result import FILES, first_findings, path_of
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


@staff()
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    own = facts.of_unit(request.person.unit, size=50)
    return render(request, "office/batch/list.html", {"batches": own})


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
    context = {
        "batch": found,
        "stage": STAGES.get(found.stage, found.stage),
        "findings": first_findings(batch_id, FINDINGS_SHOWN) if found.is_finished else [],
        "files": [(name, label) for name, label in FILES.items() if path_of(batch_id, name)],
        "findings_shown": FINDINGS_SHOWN,
    }
    return render(request, "office/batch/_progress.html" if is_part else "office/batch/batch.html", context)


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
def home(request: HttpRequest) -> HttpResponse:
    return redirect("office:batches")
