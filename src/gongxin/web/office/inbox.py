"""The centre's inbox: what came in from every unit, and what waits for a decision."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import held
from gongxin.actions.taking import BatchMovedMeanwhile
from gongxin.disclosure.role import Role
from gongxin.queries import batch as facts
from gongxin.queries.unit import units
from gongxin.web.office.batch import Narrowing, batch_context, batch_sheet, listed_page
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.sheet import LARGEST

TAKE, DISCARD = "take", "discard"
DECISIONS = TAKE, DISCARD
AT_ONCE = 50


class ByUnit(Narrowing):
    """The same, and whose."""

    unit = forms.ChoiceField(label=_("单位"), required=False)
    field_order = ("unit", "item", "state", "received_from", "received_to", "text")

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        known = [(one.uscc, one.name) for one in units()]
        self.fields["unit"].choices = [("", say("全部")), *known]  # type: ignore[attr-defined]

    def filter(self) -> facts.BatchFilter:
        narrow = super().filter()
        return replace(narrow, unit=self.cleaned_data.get("unit", ""))


class Chosen(forms.MultipleChoiceField):
    """Numbers of batches, however they were put together."""

    def to_python(self, value: object) -> list[UUID]:  # type: ignore[override]
        try:
            return [UUID(one) for one in super().to_python(value)]
        except ValueError as odd:
            raise forms.ValidationError(_("没有这样的批次。")) from odd

    def validate(self, value: list[UUID]) -> None:
        if not 0 < len(value) <= AT_ONCE:
            raise forms.ValidationError(_("没有这样的批次。"))


class Decision(forms.Form):
    batch = Chosen()
    decision = forms.ChoiceField(choices=[(one, one) for one in DECISIONS])
    confirmed = forms.BooleanField(required=False)


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    narrowing = ByUnit(request.GET)
    narrow = narrowing.filter()
    found, paging = listed_page(request, narrow)
    is_choosing = narrow.state == "held" and bool(found)
    context = {"batches": found, "paging": paging, "form": narrowing, "sort": narrow.sort}
    return render(request, "office/inbox/list.html", {**context, "is_choosing": is_choosing})


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def listed_sheet(request: PersonRequest) -> HttpResponse:
    return batch_sheet(facts.page(ByUnit(request.GET).filter(), size=LARGEST)[0])


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def batch(request: PersonRequest, batch_id: UUID) -> HttpResponse:
    """Show what became of a unit's batch. The files themselves are the unit's own."""
    try:
        found = facts.any_unit(batch_id)
    except facts.UnknownBatch as refusal:
        return error_page(request, 404, str(refusal))
    return render(request, "office/inbox/batch.html", batch_context(found))


@staff(Role.CENTRE_OPERATOR)
@require_POST
def decide_many(request: PersonRequest) -> HttpResponse:
    """Take or drop several held batches: first shown once more, then done one by one."""
    form = Decision(request.POST)
    if not form.is_valid():
        messages.warning(request, say("请先勾选暂缓的批次（一次最多 %(most)s 个）。") % {"most": AT_ONCE})
        return redirect("office:inbox")
    chosen, decision = form.cleaned_data["batch"], form.cleaned_data["decision"]
    if not form.cleaned_data["confirmed"]:
        return render(request, "office/inbox/decide.html", {"batches": _held(chosen), "decision": decision})
    done = sum(_decided(request, batch_id, decision) for batch_id in chosen)
    if done:
        messages.success(request, say("已处理 %(count)s 个批次，并已告知报送单位。") % {"count": done})
    return redirect("office:inbox")


def _held(chosen: Iterable[UUID]) -> list[facts.BatchRow]:
    """Return those of the batches that still wait."""
    wanted = set(chosen)
    waiting, _ = facts.page(facts.BatchFilter(state="held"), size=LARGEST)
    return [one for one in waiting if one.id in wanted]


def _decided(request: PersonRequest, batch_id: UUID, decision: str) -> bool:
    try:
        if decision == TAKE:
            held.take_held(batch_id, by=request.person.account)
        else:
            held.discard_held(batch_id, by=request.person.account)
    except (held.NotHeld, held.SamePerson, BatchMovedMeanwhile) as refusal:
        messages.warning(request, str(refusal))
        return False
    return True


@staff(Role.CENTRE_OPERATOR)
@require_POST
def decide(request: PersonRequest, batch_id: UUID) -> HttpResponse:
    """Take a unit's held batch in after all, or drop it; the unit is told."""
    try:
        facts.any_unit(batch_id)
    except facts.UnknownBatch as refusal:
        return error_page(request, 404, str(refusal))
    decision = request.POST.get("decision", "")
    if decision not in DECISIONS:
        raise Http404
    if _decided(request, batch_id, decision):
        messages.success(request, say("已处理，并已告知报送单位。"))
    return redirect("office:inbox_batch", batch_id=batch_id)
