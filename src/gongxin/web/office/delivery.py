"""Deliveries as the agency sees them: ask for organisations, watch, fetch the file."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.actions import delivery_file
from gongxin.actions import delivery_request as actions
from gongxin.actions.look import NoPurpose
from gongxin.disclosure.authorisation import NotAuthorised
from gongxin.disclosure.contract import NoContract, QuotaUsedUp
from gongxin.disclosure.role import Role
from gongxin.intake.asked_codes import asked_codes, pasted
from gongxin.intake.free_text import PersonalInText
from gongxin.intake.unreadable import Unreadable
from gongxin.queries import contract as contracts
from gongxin.queries import delivery as facts
from gongxin.web.shared.access import PersonRequest, staff, takes_files
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import refusal
from gongxin.web.shared.upload import received

REFUSALS = (actions.OddCodes, actions.OddAmount, NoContract, QuotaUsedUp, NoPurpose, PersonalInText)


class NewDelivery(forms.Form):
    contract = forms.ChoiceField(label=_("合同"))
    purpose = forms.CharField(
        label=_("用途"), max_length=actions.LONGEST_PURPOSE, help_text=_("写明为什么查询这些组织。")
    )
    file = forms.FileField(
        label=_("名单文件"),
        required=False,
        help_text=_("CSV 或 XLSX，有“统一社会信用代码”一列，最多一万个。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    codes = forms.CharField(
        label=_("或者粘贴代码"),
        required=False,
        help_text=_("每行一个，也可以用逗号、空格分开。"),
        widget=forms.Textarea(attrs={"class": "code", "rows": 6}),
    )

    def __init__(self, *arguments: object, standing: list[contracts.ContractFacts], **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.fields["contract"].choices = [(str(one.id), one.number) for one in standing]  # type: ignore[attr-defined]


@staff(Role.AGENCY_USER)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    """Show the agency's contracts with what is left of the month, and its deliveries."""
    unit = request.person.unit
    context = {
        "contracts": contracts.of_unit(unit, on=localdate()),
        "deliveries": facts.of_unit(unit),
    }
    return render(request, "office/delivery/list.html", context)


@staff(Role.AGENCY_USER)
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Show the form, or take a request over and go to its page; the work happens in the queue."""
    known = contracts.of_unit(request.person.unit, on=localdate())
    standing = [one for one in known if one.state == "in_force"]
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NewDelivery(*given, standing=standing)
    made = _request(request, form) if form.is_bound and form.is_valid() else None
    if made:
        messages.success(request, say("已受理，处理完毕后可以取回文件。"))
        return redirect("office:delivery", delivery_id=made)
    context = {"form": form, "contracts": standing}
    return render(request, "office/delivery/new.html", context, status=422 if form.is_bound else 200)


@staff(Role.AGENCY_USER)
@never_cache
@require_safe
def one(request: PersonRequest, delivery_id: UUID) -> HttpResponse:
    """Show a delivery of the agency; while it is under way htmx asks for the middle part again."""
    try:
        found = facts.one(delivery_id, unit=request.person.unit)
    except facts.UnknownDelivery as refused:
        return error_page(request, 404, str(refused))
    closed = _why_closed(request, delivery_id) if found.state == "delivered" else ""
    template = "_progress.html" if request.headers.get("HX-Request") else "one.html"
    return render(request, f"office/delivery/{template}", {"delivery": found, "closed": closed})


@staff(Role.AGENCY_USER)
@never_cache
@require_safe
def file(request: PersonRequest, delivery_id: UUID) -> HttpResponseBase:
    """Hand out the file, as long as the contract and every authorisation in it hold."""
    try:
        facts.fetchable(delivery_id, unit=request.person.unit, on=localdate())
    except facts.UnknownDelivery as refused:
        return error_page(request, 404, str(refused))
    except facts.NotDelivered as refused:
        return error_page(request, 404, str(refused))
    except (NoContract, NotAuthorised) as refused:
        return error_page(request, 403, str(refused))
    path = delivery_file.archive(delivery_id)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"delivery-{delivery_id}.zip")


def _why_closed(request: PersonRequest, delivery: UUID) -> str:
    try:
        facts.fetchable(delivery, unit=request.person.unit, on=localdate())
    except (NoContract, NotAuthorised) as refused:
        return str(refused)
    return ""


def _request(request: PersonRequest, form: NewDelivery) -> UUID | None:
    asked = form.cleaned_data
    wanted = actions.Request(
        contract=UUID(asked["contract"]),
        unit=request.person.unit,
        by=request.person.account,
        channel="page",
        purpose=asked["purpose"],
    )
    try:
        return actions.request_delivery(_codes(form), wanted, on=localdate())
    except Unreadable as refused:
        form.add_error("file", refusal(refused))
    except REFUSALS as refused:
        form.add_error(None, refusal(refused))
    return None


def _codes(form: NewDelivery) -> list[str]:
    if form.cleaned_data["file"]:
        with received(form.cleaned_data["file"]) as source:
            return asked_codes(source.path)
    return pasted(form.cleaned_data["codes"])
