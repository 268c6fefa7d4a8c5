"""Credit reports at the service window: issued on application, and the ledger of what was issued."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.actions.look import NoPurpose
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText, refuse_personal
from gongxin.organisations.uscc import is_valid, normalise
from gongxin.queries import credit_report
from gongxin.queries.credit_report import ReportFilter, UnknownReport
from gongxin.queries.organisation import UnknownOrganisation
from gongxin.reports.issuing import Issuer, issue
from gongxin.reports.kept import FORMS, NotKept
from gongxin.reports.recognition import file_of
from gongxin.reports.report_order import ReportKind
from gongxin.reports.seal import NoSeal
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.error import error_page
from gongxin.web.shared.report_file import report_file
from gongxin.web.shared.report_form import ReportForm
from gongxin.web.shared.templatetags.report_words import AUTHORITIES, CHANNELS, KINDS
from gongxin.web.shared.templatetags.wording import refusal

NAMES = ("uscc", "kind", "channel", "by", "issued_from", "issued_to")
PAGE = 50
LONGEST_PURPOSE = 200


class Narrow(forms.Form):
    uscc = forms.CharField(label=_("主体代码"), required=False, max_length=18)
    kind = forms.ChoiceField(label=_("报告种类"), required=False, choices=[("", _("全部")), *KINDS.items()])
    channel = forms.ChoiceField(label=_("渠道"), required=False, choices=[("", _("全部")), *CHANNELS.items()])
    by = forms.CharField(label=_("经办账号"), required=False, max_length=150)
    issued_from = forms.DateField(label=_("自"), required=False, widget=DayInput())
    issued_to = forms.DateField(label=_("至"), required=False, widget=DayInput())

    def narrow(self) -> ReportFilter:
        return ReportFilter(**{name: self.cleaned_data[name] for name in NAMES})


class WindowForm(ReportForm):
    """An application at the window. Who came is not recorded, only how the applicant was entitled."""

    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=30)
    authority = forms.ChoiceField(
        label=_("申请人的授权"),
        required=False,
        choices=[("", _("公开版不需要")), *AUTHORITIES.items()],
        help_text=_("核对原件后选择。不登记申请人的姓名和证件。"),
    )
    purpose = forms.CharField(
        label=_("用途"),
        required=False,
        max_length=LONGEST_PURPOSE,
        help_text=_("完整版和专项报告须填写；该组织会在“谁查询过”中看到。不要填写个人信息。"),
    )
    field_order = (
        "uscc",
        "kind",
        "authority",
        "purpose",
        "language",
        "as_of",
        "period_from",
        "period_to",
        "areas",
    )

    def clean_uscc(self) -> str:
        code = normalise(self.cleaned_data["uscc"])
        if not is_valid(code):
            raise forms.ValidationError(_("统一社会信用代码不正确，请核对。"))
        return code

    def clean_purpose(self) -> str:
        purpose = str(self.cleaned_data["purpose"]).strip()
        try:
            refuse_personal(purpose, on=localdate())
        except PersonalInText as refused:
            raise forms.ValidationError(str(refusal(refused))) from refused
        return purpose

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        if asked.get("kind") not in (None, ReportKind.PUBLIC):
            for name in ("authority", "purpose"):
                if name in asked and not asked[name]:
                    self.add_error(name, _("完整版和专项报告须填写。"))
        return asked


@staff(Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER, Role.AUDITOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    """The ledger of what was issued; its filters stand in the address."""
    form = Narrow(request.GET)
    if not form.is_valid():
        return render(request, "office/report/list.html", {"form": form}, status=422)
    found = credit_report.page(form.narrow(), before=request.GET.get("after", ""), size=PAGE + 1)
    context = {
        "form": form,
        "reports": found[:PAGE],
        "next": found[PAGE - 1].number if len(found) > PAGE else "",
        "query": _kept(request),
    }
    return render(request, "office/report/list.html", context)


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Issue a report on application at the window."""
    form = WindowForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (number := _issue(request, form)):
        messages.success(request, say("报告已出具：%(number)s") % {"number": number})
        return redirect("office:report", number=number)
    return render(request, "office/report/new.html", {"form": form}, status=422 if form.is_bound else 200)


def _issue(request: PersonRequest, form: WindowForm) -> str | None:
    asked = form.cleaned_data
    issuer = Issuer(
        "window",
        request.person.account,
        unit=request.person.unit,
        purpose=asked["purpose"],
        authority=asked["authority"],
    )
    try:
        return issue(form.order(asked["uscc"]), issuer, at=timezone.now()).number
    except UnknownOrganisation as refused:
        form.add_error("uscc", str(refusal(refused)))
    except (NoPurpose, NoSeal) as refused:
        form.add_error(None, str(refusal(refused)))
    return None


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def report(request: PersonRequest, number: str) -> HttpResponse:
    """Show a report that one issued oneself, with its files to print; others' do not exist here."""
    try:
        found = credit_report.one(number)
    except UnknownReport as refused:
        return error_page(request, 404, str(refused))
    if found.by != request.person.account or found.unit != request.person.unit:
        raise Http404
    return render(request, "office/report/report.html", {"report": found})


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def file(request: PersonRequest, number: str, form: str) -> HttpResponse:
    """Hand out a file of a report that one issued oneself."""
    try:
        found = credit_report.one(number)
    except UnknownReport as refused:
        return error_page(request, 404, str(refused))
    if found.by != request.person.account or found.unit != request.person.unit or form not in FORMS:
        raise Http404
    try:
        return report_file(found, form, file_of(found, form, on=localdate()))
    except NotKept as refused:
        return error_page(request, 410, str(refused))


def _kept(request: HttpRequest) -> str:
    """Return the filters as they stand in the address."""
    return urlencode({name: request.GET[name] for name in NAMES if request.GET.get(name)})
