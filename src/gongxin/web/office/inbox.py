"""The centre's inbox: what came in from every unit, and what waits for a decision."""

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


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    narrowing = ByUnit(request.GET)
    narrow = narrowing.filter()
    found, paging = listed_page(request, narrow)
    context = {"batches": found, "paging": paging, "form": narrowing, "sort": narrow.sort}
    return render(request, "office/inbox/list.html", context)


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
def decide(request: PersonRequest, batch_id: UUID) -> HttpResponse:
    """Take a unit's held batch in after all, or drop it; the unit is told."""
    try:
        facts.any_unit(batch_id)
        if request.POST.get("decision") == "take":
            held.take_held(batch_id, by=request.person.account)
        elif request.POST.get("decision") == "discard":
            held.discard_held(batch_id, by=request.person.account)
        else:
            raise Http404
        messages.success(request, say("已处理，并已告知报送单位。"))
    except facts.UnknownBatch as refusal:
        return error_page(request, 404, str(refusal))
    except (held.NotHeld, held.SamePerson, BatchMovedMeanwhile) as refusal:
        messages.warning(request, str(refusal))
    return redirect("office:inbox_batch", batch_id=batch_id)
