"""Letters of a case for its parties in the office, and the proof that everybody was told."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.web.office.case import WORKING
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.actor import actor
from gongxin.web.shared.case_letter import letter_file, proof_file
from gongxin.web.shared.case_page import found_for


@staff(*WORKING)
@never_cache
@require_safe
def letter(request: PersonRequest, case_id: UUID, number: int) -> HttpResponse:
    found = found_for(case_id, actor(request), on=localdate())
    return letter_file(request, found, number, unit=request.person.unit)


@staff(*WORKING)
@never_cache
@require_safe
def proof(request: PersonRequest, case_id: UUID) -> HttpResponse:
    return proof_file(request, found_for(case_id, actor(request), on=localdate()))
