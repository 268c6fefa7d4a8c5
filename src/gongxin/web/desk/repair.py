"""Repair at the desk: each adverse record with its day and what is missing, and the notices."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.disclosure.policy import Viewer
from gongxin.procedures.prospect import Prospect
from gongxin.queries import entry, prospect
from gongxin.queries.shown_entry import NotShown, ShownEntry
from gongxin.reports.repair_notice import file_name, notice_pdf
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.actor import actor
from gongxin.web.shared.case_page import found_for
from gongxin.web.shared.certificate_file import certificate_file, language
from gongxin.web.shared.error import error_page
from gongxin.web.shared.report_file import pdf_file

Row = tuple[ShownEntry, Prospect]


@representative
@never_cache
@require_safe
def repairs(request: PersonRequest, uscc: str) -> HttpResponse:
    """Show every adverse record: those that can be asked for now, those that wait, and the others."""
    on = localdate()
    held = entry.of_organisation(uscc, viewer=Viewer.organisation(uscc), on=on)
    found = prospect.of_entries(held, on=on)
    rows = [(one, found[one.record]) for one in held if one.record in found]
    rows.sort(key=lambda row: (row[1].from_on is None, row[1].from_on or on))
    now = [row for row in rows if row[1].can_be_asked]
    waiting = [row for row in rows if row not in now and row[1].from_on is not None]
    others = [row for row in rows if row not in now and row not in waiting]
    groups = ((say("现在可以申请"), now), (say("时间未到或者条件未满足"), waiting), (say("其他"), others))
    context = {"on": on, "open": now, "waiting": waiting, "others": others, "groups": groups}
    return desk_page(request, uscc, "desk/repair/list.html", context)


@representative
@never_cache
@require_safe
def notice(request: PersonRequest, uscc: str, record_id: UUID) -> HttpResponse:
    """Hand out the notice that goes with a record; made anew, and the same each time."""
    try:
        found = entry.one(record_id, viewer=Viewer.organisation(uscc), on=localdate())
    except NotShown as refusal:
        return error_page(request, 404, str(refusal))
    if not prospect.is_adverse(found):
        return error_page(request, 404, str(NotShown(record_id)))
    return pdf_file(notice_pdf([found], language=language()), file_name(found))


@representative
@never_cache
@require_safe
def certificate(request: PersonRequest, uscc: str, case_id: UUID) -> HttpResponse:
    """Hand out the certificate of a case by which a record stands repaired."""
    found = found_for(case_id, actor(request), on=localdate())
    if found.facts.uscc != uscc:
        raise Http404
    return certificate_file(found)
