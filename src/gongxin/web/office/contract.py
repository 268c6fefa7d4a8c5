"""Contracts with credit agencies: concluded, released by another person, cancelled in one step."""

import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import contract as actions
from gongxin.actions.authorisation import NoReason, SecondPersonNeeded
from gongxin.disclosure.contract import LONGEST_NUMBER, Contract, OddContract, is_deliverable
from gongxin.disclosure.role import Role, UnitKind
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import contract as facts
from gongxin.queries import delivery
from gongxin.queries.item import catalogue
from gongxin.queries.unit import units
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.templatetags.wording import plain, refusal

CENTRE = (Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER)
READERS = (*CENTRE, Role.AUDITOR)
TRACE = 100


class NewContract(forms.Form):
    unit = forms.ChoiceField(label=_("信用服务机构"))
    number = forms.CharField(label=_("合同编号"), max_length=LONGEST_NUMBER)
    items = forms.MultipleChoiceField(
        label=_("可以批量取得的公开信息"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只有向社会公开的事项；不公开的信息须由各组织自己授权。"),
    )
    monthly_quota = forms.IntegerField(label=_("每月额度（户）"), min_value=1, max_value=2_000_000_000)
    valid_from = forms.DateField(label=_("从哪天起"), widget=DayInput())
    valid_until = forms.DateField(label=_("到哪天止（含当天）"), widget=DayInput())

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        agencies = [one for one in units() if one.kind is UnitKind.AGENCY]
        self.fields["unit"].choices = [("", "—"), *((one.uscc, one.name) for one in agencies)]  # type: ignore[attr-defined]
        items = [item for item in catalogue(localdate()).items.values() if is_deliverable(item)]
        self.fields["items"].choices = [  # type: ignore[attr-defined]
            (item.code, plain(item.name)) for item in sorted(items, key=lambda item: item.order)
        ]
        self.initial.setdefault("valid_from", localdate())

    def proposed(self) -> Contract:
        asked = self.cleaned_data
        return Contract(
            unit=asked["unit"],
            number=asked["number"],
            items=frozenset(asked["items"]),
            monthly_quota=asked["monthly_quota"],
            valid_from=asked["valid_from"],
            valid_until=asked["valid_until"],
        )


@staff(*READERS)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    return render(request, "office/contract/list.html", {"contracts": facts.contracts(on=localdate())})


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Show the form, or enter the contract; it delivers nothing before a second person has released it."""
    form = NewContract(request.POST if request.method == "POST" else None)
    made = _conclude(request, form) if form.is_bound and form.is_valid() else None
    if made:
        messages.success(request, say("已录入，请另一名审核人员复核。复核前不能交付。"))
        return redirect("office:contract", contract_id=made)
    return render(request, "office/contract/new.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(*READERS)
@never_cache
@require_safe
def one(request: PersonRequest, contract_id: UUID) -> HttpResponse:
    """Show a contract, what of the quota is used, and its deliveries."""
    found = _found(contract_id, localdate())
    may_release = request.person.holds(Role.CENTRE_REVIEWER) and found.concluded_by != request.person.account
    context = {
        "one": found,
        "positions": facts.positions(contract_id),
        "deliveries": delivery.of_contract(contract_id),
        "may_release": may_release,
        "may_cancel": request.person.holds(*CENTRE),
    }
    return render(request, "office/contract/one.html", context)


@staff(Role.CENTRE_REVIEWER)
@require_POST
def decide(request: PersonRequest, contract_id: UUID) -> HttpResponse:
    """Release a contract, or refuse it with a reason."""
    _found(contract_id, localdate())
    by, decision = request.person.account, request.POST.get("decision")
    try:
        if decision == "release":
            actions.release(contract_id, by=by)
            messages.success(request, say("已复核，合同生效。"))
        elif decision == "refuse":
            actions.cancel(contract_id, reason=request.POST.get("reason", ""), by=by, on=localdate())
            messages.success(request, say("未通过，合同不生效。"))
        else:
            raise Http404
    except REFUSALS as refused:
        messages.error(request, refusal(refused))
    return redirect("office:contract", contract_id=contract_id)


@staff(*CENTRE)
@require_POST
def cancel(request: PersonRequest, contract_id: UUID) -> HttpResponse:
    """Cancel a contract: what runs stops, and what was made can be read no more."""
    _found(contract_id, localdate())
    reason = request.POST.get("reason", "")
    try:
        actions.cancel(contract_id, reason=reason, by=request.person.account, on=localdate())
        messages.success(request, say("合同已取消：处理中的交付已停止，已生成的文件不能再取。"))
    except REFUSALS as refused:
        messages.error(request, refusal(refused))
    return redirect("office:contract", contract_id=contract_id)


@staff(*READERS)
@never_cache
@require_safe
def trace(request: PersonRequest, delivery_id: UUID) -> HttpResponse:
    """Show for a delivery which organisations it contained, and for each which entries."""
    try:
        found = delivery.one(delivery_id)
    except delivery.UnknownDelivery:
        raise Http404 from None
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 7 else 0
    listed_ = delivery.organisations(delivery_id, after=start, size=TRACE)
    context = {
        "delivery": found,
        "organisations": listed_,
        "next": listed_[-1].place if len(listed_) == TRACE else None,
        "after": start,
    }
    return render(request, "office/contract/trace.html", context)


REFUSALS = (actions.NothingToRelease, actions.NothingToCancel, NoReason, SecondPersonNeeded, PersonalInText)


def _conclude(request: PersonRequest, form: NewContract) -> UUID | None:
    try:
        return actions.conclude(form.proposed(), by=request.person.account, on=localdate())
    except OddContract as refused:
        form.add_error(refused.field, refusal(refused))
    except PersonalInText as refused:
        form.add_error("number", refusal(refused))
    return None


def _found(contract: UUID, on: datetime.date) -> facts.ContractFacts:
    try:
        return facts.one(contract, on=on)
    except facts.UnknownContract:
        raise Http404 from None
