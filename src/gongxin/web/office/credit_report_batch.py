"""Reports on many organisations at once: a list in, progress, one file out."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.actions.credit_report_batch import LONGEST_PURPOSE, MOST_CODES, BatchOrder, OddList, order
from gongxin.actions.look import NoPurpose
from gongxin.disclosure.role import Role
from gongxin.intake.asked_codes import asked_codes, pasted
from gongxin.intake.free_text import PersonalInText
from gongxin.intake.unreadable import Unreadable
from gongxin.queries import credit_report
from gongxin.queries.credit_report import UnknownReportBatch
from gongxin.reports.credit_report_batch import zipped
from gongxin.web.shared.access import PersonRequest, staff, takes_files
from gongxin.web.shared.error import error_page
from gongxin.web.shared.report_form import ReportForm
from gongxin.web.shared.templatetags.wording import refusal
from gongxin.web.shared.upload import received


class BatchForm(ReportForm):
    file = forms.FileField(
        label=_("名单文件"),
        required=False,
        help_text=_("CSV 或 XLSX，有“统一社会信用代码”一列，最多一万个。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    codes = forms.CharField(
        label=_("或者粘贴代码"),
        required=False,
        max_length=MOST_CODES * 25,
        help_text=_("每行一个，也可以用逗号、空格分开。"),
        widget=forms.Textarea(attrs={"class": "code", "rows": 6}),
    )
    purpose = forms.CharField(
        label=_("用途"),
        max_length=LONGEST_PURPOSE,
        help_text=_("写明为什么批量出具；不公开的报告，各组织会在“谁查询过”中看到。不要填写个人信息。"),
    )
    field_order = (
        "file",
        "codes",
        "kind",
        "purpose",
        "language",
        "as_of",
        "period_from",
        "period_to",
        "areas",
    )


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    context = {"batches": credit_report.batches(request.person.unit)}
    return render(request, "office/report/batches.html", context)


@staff(Role.CENTRE_OPERATOR)
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Show the form, or take a list over and go to its page; the work happens in the queue."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BatchForm(*given)
    made = _ordered(request, form) if form.is_bound and form.is_valid() else None
    if made:
        messages.success(request, say("已受理，处理完毕后可以取回文件。"))
        return redirect("office:report_batch", batch_id=made)
    return render(
        request, "office/report/batch_new.html", {"form": form}, status=422 if form.is_bound else 200
    )


def _ordered(request: PersonRequest, form: BatchForm) -> UUID | None:
    asked = form.order("")
    wanted = BatchOrder(
        kind=str(asked.kind),
        language=asked.language,
        as_of=asked.as_of,
        period=asked.period,
        areas=asked.areas,
        by=request.person.account,
        unit=request.person.unit,
        purpose=form.cleaned_data["purpose"],
    )
    try:
        return order(_codes(form), wanted)
    except Unreadable as refused:
        form.add_error("file", str(refusal(refused)))
    except (OddList, NoPurpose, PersonalInText) as refused:
        form.add_error(None, str(refusal(refused)))
    return None


def _codes(form: BatchForm) -> list[str]:
    if form.cleaned_data["file"]:
        with received(form.cleaned_data["file"]) as source:
            return asked_codes(source.path)
    return pasted(form.cleaned_data["codes"])


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def batch(request: PersonRequest, batch_id: UUID) -> HttpResponse:
    """Show how far a batch has come; while it is under way htmx asks for the middle part again."""
    try:
        found = credit_report.batch(batch_id, unit=request.person.unit)
    except UnknownReportBatch as refused:
        return error_page(request, 404, str(refused))
    template = "_progress.html" if request.headers.get("HX-Request") else "batch.html"
    return render(request, f"office/report/{template}", {"batch": found})


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def file(request: PersonRequest, batch_id: UUID) -> HttpResponseBase:
    """Hand out the reports of a batch that still say what is so."""
    try:
        found = credit_report.batch(batch_id, unit=request.person.unit)
    except UnknownReportBatch as refused:
        return error_page(request, 404, str(refused))
    response = StreamingHttpResponse(zipped(found.id, on=localdate()), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="reports-{found.id}.zip"'
    return response
