"""Filled-in examples of what an organisation hands in: to read, and as a file to write over."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongxin.procedures.index import UnknownProcedure, procedure
from gongxin.procedures.sample import Sample, samples
from gongxin.reports.sample import sample_pdf
from gongxin.web.shared.access import public
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import is_chinese


@public
@require_safe
def sample(request: HttpRequest, code: str, name: str) -> HttpResponse:
    found = _found(code, name)
    if found is None:
        return error_page(request, 404)
    return render(request, "portal/guide/sample.html", {"procedure": procedure(code), "sample": found})


@public
@require_safe
def sample_file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    found = _found(code, name)
    if found is None:
        return error_page(request, 404)
    answer = HttpResponse(
        sample_pdf(found, language="zh" if is_chinese() else "en"), content_type="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.code}.pdf"'
    return answer


def _found(code: str, name: str) -> Sample | None:
    try:
        procedure(code)
    except UnknownProcedure:
        return None
    found = samples().get(name)
    return found if found and found.procedure == code else None
