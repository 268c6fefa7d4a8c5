"""Letters of the organisation's cases, and the proof of delivery of its messages."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.queries import notice as notices
from gongxin.queries import organisation
from gongxin.queries.case import CaseView
from gongxin.reports import delivery_proof
from gongxin.reports.delivery_proof import Addressee
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.actor import actor
from gongxin.web.shared.case_letter import language_of, letter_file, proof_file
from gongxin.web.shared.case_page import found_for
from gongxin.web.shared.error import error_page
from gongxin.web.shared.report_file import pdf_file


@representative
@never_cache
@require_safe
def letter(request: PersonRequest, uscc: str, case_id: UUID, number: int) -> HttpResponse:
    return letter_file(request, _own(request, uscc, case_id), number)


@representative
@never_cache
@require_safe
def proof(request: PersonRequest, uscc: str, case_id: UUID) -> HttpResponse:
    return proof_file(request, _own(request, uscc, case_id))


@representative
@never_cache
@require_safe
def notice_proof(request: PersonRequest, uscc: str, notice_id: UUID) -> HttpResponse:
    try:
        found = notices.one_of_organisation(notice_id, uscc)
    except notices.NoSuchNotice as refusal:
        return error_page(request, 404, str(refusal))
    facts, language = organisation.by_codes([uscc]).get(uscc), language_of(request)
    to = Addressee(uscc, facts.name if facts else "")
    content = delivery_proof.of_notice(found, to, language=language, at=timezone.now())
    return pdf_file(content, f"notice-{notice_id}-{language}.pdf")


def _own(request: PersonRequest, uscc: str, case_id: UUID) -> CaseView:
    found = found_for(case_id, actor(request), on=localdate())
    if found.facts.uscc != uscc:
        raise Http404
    return found
