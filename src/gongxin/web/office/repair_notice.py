"""The repair notices of a batch of decisions, made when they are asked for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.queries import batch as facts
from gongxin.queries import repair_notice as owed
from gongxin.reports.repair_notice import notice_pdf
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.certificate_file import language
from gongxin.web.shared.error import error_page
from gongxin.web.shared.report_file import pdf_file


@staff()
@never_cache
@require_safe
def notices(request: PersonRequest, batch_id: UUID) -> HttpResponse:
    """Hand out one file of notices, `part` of the address, counted from 1."""
    asked = request.GET.get("part", "1")
    try:
        batch = facts.one(batch_id, unit=request.person.unit)
    except facts.UnknownBatch as refusal:
        return error_page(request, 404, str(refusal))
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    found = owed.part(batch, number, on=localdate()) if number else ()
    if not found:
        messages.warning(request, say("本批没有这一份告知书。"))
        return redirect("office:batch", batch_id=batch_id)
    return pdf_file(notice_pdf(found, language=language()), f"{batch_id}-repair-notices-{number}.pdf")
