"""Follow-up of grades of fair and poor: who has one, what was done, how many handed in a credit report."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions.case import Filing
from gongxin.actions.case import file as file_case
from gongxin.disclosure.role import Role
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.model import Model
from gongxin.procedures.follow_up import FOLLOW_UP
from gongxin.queries import follow_up as facts
from gongxin.queries.evaluation import models
from gongxin.queries.release import all_in_use
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.actor import actor
from gongxin.web.shared.case_form import REFUSALS
from gongxin.web.shared.sheet import LARGEST, sheet
from gongxin.web.shared.templatetags.wording import plain, refusal

CENTRE = Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER
PAGE = 100


class Narrowing(forms.Form):
    """Which model, and which of the two grades; what cannot be is taken for what was not said."""

    model = forms.ChoiceField(label=_("模型"), required=False)
    grade = forms.ChoiceField(label=_("等次"), required=False)

    def __init__(self, asked: QueryDict, known: dict[str, Model]) -> None:
        super().__init__(asked)
        self.known = known
        self.fields["model"].choices = [(one.code, plain(one.name)) for one in known.values()]  # type: ignore[attr-defined]
        grades = [(one.value, plain(one.label)) for one in facts.FOLLOWED]
        self.fields["grade"].choices = [("", say("中和差")), *grades]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def chosen(self) -> Model | None:
        return self.known.get(self.cleaned_data.get("model", "")) or next(iter(self.known.values()), None)

    @property
    def grades(self) -> tuple[Grade, ...]:
        grade = self.cleaned_data.get("grade")
        return (Grade(grade),) if grade else facts.FOLLOWED


@staff(*CENTRE)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    on, narrowing = localdate(), _narrowing(request)
    model = narrowing.chosen
    after = request.GET.get("after", "")[:18]
    found = facts.page(model, on, grades=narrowing.grades, after=after, size=PAGE + 1) if model else ()
    context = {
        "form": narrowing,
        "model": model,
        "rows": found[:PAGE],
        "after": found[PAGE - 1].uscc if len(found) > PAGE else "",
        "handed": facts.handed_in(model, on) if model else (),
    }
    return render(request, "office/follow_up/list.html", context)


@staff(*CENTRE)
@never_cache
@require_safe
def listed_sheet(request: PersonRequest) -> HttpResponse:
    narrowing = _narrowing(request)
    model = narrowing.chosen
    found = facts.page(model, localdate(), grades=narrowing.grades, size=LARGEST) if model else ()
    head = (_("统一社会信用代码"), _("组织"), _("等次"), _("得分"), _("办件"), _("进展"))
    rows = (
        (
            one.uscc,
            one.organisation,
            plain(one.grade.label),
            one.score,
            one.number,
            plain(one.state_label) if one.state_label else "",
        )
        for one in found
    )
    return sheet("follow-ups", head, rows)


@staff(*CENTRE)
@require_POST
def ask(request: PersonRequest) -> HttpResponse:
    """Tell those who were chosen and ask them to put things right."""
    narrowing = _narrowing(request)
    model, chosen = narrowing.chosen, set(request.POST.getlist("uscc")[:PAGE])
    waiting = facts.page(model, localdate(), size=LARGEST) if model else ()
    done = 0
    for one in waiting:
        if one.uscc in chosen:
            done += _asked(request, one)
    if done:
        messages.success(request, say("已告知 %(count)s 个组织，并记入办件。") % {"count": done})
    else:
        messages.warning(request, say("没有需要告知的组织。请先勾选尚未告知的。"))
    return redirect(f"{reverse('office:follow_ups')}?{request.GET.urlencode()}")


def _asked(request: PersonRequest, one: facts.Graded) -> bool:
    filing = Filing(FOLLOW_UP.code, one.uscc, one.result, step="ask", channel="office")
    try:
        file_case(filing, by=actor(request), on=localdate())
    except REFUSALS as refused:
        messages.warning(request, f"{one.organisation}：{refusal(refused)}")
        return False
    return True


def _narrowing(request: PersonRequest) -> Narrowing:
    on = localdate()
    released = {one.model for one in all_in_use(on)}
    return Narrowing(request.GET, {one.code: one for one in models(on) if one.code in released})
