"""Repair at the desk: each adverse record with its day and what is missing, and the notices."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongxin.disclosure.mark import Mark
from gongxin.disclosure.policy import Viewer
from gongxin.procedures.prospect import Prospect
from gongxin.procedures.repair import REPAIR
from gongxin.procedures.temporary_repair import TEMPORARY_REPAIR
from gongxin.queries import case, entry, prospect
from gongxin.queries.case import CaseFacts
from gongxin.queries.shown_entry import NotShown, ShownEntry
from gongxin.reports.repair_notice import file_name, notice_pdf
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.actor import actor
from gongxin.web.shared.case_page import found_for
from gongxin.web.shared.certificate_file import certificate_file, language
from gongxin.web.shared.error import error_page
from gongxin.web.shared.report_file import pdf_file

MOST = 500  # cases looked through
ASKING = (REPAIR.code, TEMPORARY_REPAIR.code)


@dataclass(frozen=True, slots=True)
class Row:
    """An adverse record with its prospect, and the application about it, if there is one."""

    entry: ShownEntry
    prospect: Prospect
    case: CaseFacts | None

    @property
    def group(self) -> str:
        """Return which part of the page the record stands in."""
        if any(mark.kind is Mark.REPAIRED for mark in self.entry.standing_marks):
            return "repaired"
        if self.case is not None and self.case.is_open:
            return "asked"
        if self.prospect.can_be_asked:
            return "now"
        return "later" if self.prospect.from_on is not None else "other"


GROUPS: tuple[tuple[str, str | Promise], ...] = (
    ("now", _("现在可以申请")),
    ("asked", _("办理中")),
    ("later", _("时间未到或者条件未满足")),
    ("repaired", _("已修复")),
    ("other", _("其他")),
)


@representative
@never_cache
@require_safe
def repairs(request: PersonRequest, uscc: str) -> HttpResponse:
    """Show every adverse record: those that can be asked for now, those asked for, those that wait."""
    on = localdate()
    held = entry.of_organisation(uscc, viewer=Viewer.organisation(uscc), on=on)
    found = prospect.of_entries(held, on=on)
    asked = {one.subject: one for one in reversed(case.of_organisation(uscc, size=MOST)) if is_asking(one)}
    rows = [Row(one, found[one.record], asked.get(one.record)) for one in held if one.record in found]
    rows.sort(key=lambda row: row.prospect.from_on or on)
    groups = [(label, [row for row in rows if row.group == code]) for code, label in GROUPS]
    return desk_page(request, uscc, "desk/repair/list.html", {"on": on, "groups": groups, "rows": rows})


def is_asking(one: CaseFacts) -> bool:
    return one.procedure.code in ASKING


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
