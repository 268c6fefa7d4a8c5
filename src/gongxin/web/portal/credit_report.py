"""Verifying a credit report by its number or by the file: nothing it says is shown, nothing is kept."""

from hashlib import sha256

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongxin.ledger.credit_report import NotANumber, grouped, parse_number
from gongxin.queries import credit_report
from gongxin.queries.credit_report import IssuedReport, UnknownReport
from gongxin.reports.recognition import recognise
from gongxin.web.shared.access import public
from gongxin.web.shared.templatetags.wording import refusal
from gongxin.web.shared.upload import takes_public_file


class NumberForm(forms.Form):
    """The number as people type it."""

    number = forms.CharField(
        label=_("报告编号"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
        help_text=_("封面上以 GX 开头的编号，空格可以不输。"),
    )

    def clean_number(self) -> str:
        try:
            return parse_number(self.cleaned_data["number"])
        except NotANumber as refused:
            raise forms.ValidationError(str(refusal(refused))) from refused


class FileForm(forms.Form):
    """The file, to be compared with what was handed out."""

    file = forms.FileField(
        label=_("报告文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.json"}),
        help_text=_("PDF 或 JSON 原件。只计算摘要，不保存文件。"),
    )


@public
@takes_public_file
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """Find a report by its number or by its file."""
    if request.method == "POST":
        return _compared(request, None)
    form = NumberForm(request.GET) if "number" in request.GET else NumberForm()
    if form.is_bound and form.is_valid():
        return redirect("portal:report", number=form.cleaned_data["number"])
    context = {"form": form, "file_form": FileForm()}
    return render(request, "portal/report/find.html", context, status=422 if form.is_bound else 200)


@public
@takes_public_file
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Say how a report stands; with a file, whether it is the one that was issued."""
    try:
        kept = parse_number(number)
    except NotANumber as refused:
        return _unknown(request, number, str(refused))
    if kept != number:
        return redirect("portal:report", number=kept)
    try:
        found = credit_report.one(number)
    except UnknownReport as refused:
        return _unknown(request, number, str(refused))
    return _compared(request, found) if request.method == "POST" else _shown(request, found)


def _compared(request: HttpRequest, expected: IssuedReport | None) -> HttpResponse:
    """Compare an uploaded file with what was handed out; where no number was given, the file finds it."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        if expected:
            return _shown(request, expected, file_form=form, status=422)
        context = {"form": NumberForm(), "file_form": form}
        return render(request, "portal/report/find.html", context, status=422)
    found = credit_report.by_digest(_digest(form.cleaned_data["file"]))
    if expected is None and found is None:
        foreign = {"form": NumberForm(), "file_form": FileForm(), "is_foreign": True}
        return render(request, "portal/report/find.html", foreign)
    report = expected or found
    assert report is not None
    return _shown(request, report, is_same=found is not None and found.number == report.number)


def _shown(
    request: HttpRequest,
    report: IssuedReport,
    *,
    is_same: bool | None = None,
    file_form: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "found": recognise(report.number, on=localdate()),
        "grouped": grouped(report.number),
        "is_same": is_same,
        "file_form": file_form or FileForm(),
    }
    return render(request, "portal/report/report.html", context, status=status)


def _unknown(request: HttpRequest, number: str, why: str) -> HttpResponse:
    context = {"form": NumberForm(initial={"number": number[:60]}), "file_form": FileForm(), "why": why}
    return render(request, "portal/report/find.html", context, status=404)


def _digest(file: "UploadedFile[bytes]") -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
