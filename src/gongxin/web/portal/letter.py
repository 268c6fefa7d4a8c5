"""Samples of the letters that a procedure sends: the same templates and words as the real ones."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.procedures.index import UnknownProcedure
from gongxin.reports.letter import NoLetter, sample
from gongxin.web.shared.access import public
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import is_chinese


@public
@require_safe
def letter(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    language = "zh" if is_chinese() else "en"
    try:
        content = sample(code, kind, language)
    except (UnknownProcedure, NoLetter) as refusal:
        return error_page(request, 404, str(refusal))
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{code}-{kind}.pdf"'
    return answer
