"""Credit reports at the organisation's own desk: issue one, see which were issued by whom, fetch a file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.queries import credit_report
from gongxin.queries.credit_report import ReportFilter, UnknownReport
from gongxin.reports.issuing import DESK, Issuer, issue
from gongxin.reports.kept import FORMS, NotKept
from gongxin.reports.recognition import file_of
from gongxin.reports.seal import NoSeal
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.error import error_page
from gongxin.web.shared.report_file import report_file
from gongxin.web.shared.report_form import ReportForm
from gongxin.web.shared.templatetags.wording import refusal


@representative
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: PersonRequest, uscc: str) -> HttpResponse:
    """Show the reports on the organisation, whoever asked for them; or issue one."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            issued = issue(form.order(uscc), Issuer(DESK, request.person.account), at=timezone.now())
        except NoSeal as refused:
            form.add_error(None, str(refusal(refused)))
        else:
            messages.success(request, say("报告已出具：%(number)s") % {"number": issued.number})
            return redirect("desk:reports", uscc=uscc)
    narrow = ReportFilter(uscc=uscc)
    context = {"form": form, "reports": credit_report.page(narrow, before=request.GET.get("after", ""))}
    return desk_page(request, uscc, "desk/report/list.html", context, 422 if form.is_bound else 200)


@representative
@never_cache
@require_safe
def file(request: PersonRequest, uscc: str, number: str, form: str) -> HttpResponse:
    """Hand out a file of a report on the organisation."""
    try:
        found = credit_report.one(number)
    except UnknownReport as refused:
        return error_page(request, 404, str(refused))
    if found.uscc != uscc or form not in FORMS:
        raise Http404
    try:
        return report_file(found, form, file_of(found, form, on=localdate()))
    except NotKept as refused:
        return error_page(request, 410, str(refused))
