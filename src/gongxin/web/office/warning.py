"""Warnings to a unit: what to look at by when, what was done, and how good the rules are."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions.warning import LONGEST, NoGrounds, WarningDecidedMeanwhile, decide
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import warning as facts
from gongxin.reports import warning as reports
from gongxin.reports.draw import parameters
from gongxin.supervision.warning_rule import (
    WARNING_OUTCOMES,
    WarningOutcome,
    WarningRule,
    precision,
    warning_rules,
)
from gongxin.web.office.paging import SIZE, Paging, page_asked
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import plain, refusal

WARNED = (Role.INSPECTOR, Role.DATA_REVIEWER)
NONE = facts.WarningCount(0, 0, {})


class Deal(forms.Form):
    outcome = forms.ChoiceField(label=_("处理结果"))
    reasons = forms.CharField(
        label=_("处理情况"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        choices = [(one.value, plain(label)) for one, label in WARNING_OUTCOMES.items()]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


@staff(*WARNED)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    is_open, on, unit = request.GET.get("state") != "decided", localdate(), request.person.unit
    rules = {rule.code: rule for rule in _rules()}
    wanted, page = request.GET.get("rule", ""), page_asked(request.GET)
    wanted, counted = wanted if wanted in rules else "", facts.counts(on=on, unit=unit)
    found = facts.of_unit(unit, is_open=is_open, rule=wanted, size=SIZE, skip=(page - 1) * SIZE)
    counts = [counts for rule, counts in counted.items() if wanted in ("", rule)]
    total = sum(one.open if is_open else sum(one.decided.values()) for one in counts)
    context = {
        "warnings": [(one, rules.get(one.rule)) for one in found],
        "is_open": is_open,
        "on": on,
        "rules": _shown_rules(counted),
        "wanted": rules.get(wanted),
        "paging": Paging(page, total),
    }
    return render(request, "office/warning/list.html", context)


@staff(*WARNED)
@require_POST
def compute(request: PersonRequest) -> HttpResponse:
    """Judge today now, without waiting for the job."""
    count = reports.raise_for(localdate())
    messages.success(request, say("已计算，新增预警 %(count)s 条。") % {"count": count})
    return redirect("office:warnings")


@staff(*WARNED)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: PersonRequest, warning_id: UUID) -> HttpResponse:
    """Show a warning; take what the unit did about it."""
    try:
        found = facts.one(warning_id, unit=request.person.unit)
    except facts.UnknownWarning as refused:
        return error_page(request, 404, str(refused))
    form = Deal(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            decide(
                warning_id,
                WarningOutcome(said["outcome"]),
                reasons=said["reasons"],
                by=request.person.account,
                on=localdate(),
            )
        except (NoGrounds, WarningDecidedMeanwhile, PersonalInText) as refused:
            form.add_error(None, str(refusal(refused)))
        else:
            messages.success(request, say("已记录处理结果。"))
            return redirect("office:warnings")
    rule = next((rule for rule in _rules() if rule.code == found.rule), None)
    outcome = WARNING_OUTCOMES[WarningOutcome(found.outcome)] if found.outcome else None
    context = {"warning": found, "rule": rule, "form": form, "outcome": outcome, "on": localdate()}
    return render(request, "office/warning/one.html", context, status=422 if form.errors else 200)


@staff(Role.CENTRE_OPERATOR, Role.AUDITOR)
@never_cache
@require_safe
def figures(request: PersonRequest) -> HttpResponse:
    """Show how the warnings of every unit ended, by rule."""
    return render(
        request, "office/warning/figures.html", {"rules": _shown_rules(facts.counts(on=localdate()))}
    )


def _rules() -> tuple[WarningRule, ...]:
    return warning_rules(*settings.GONGXIN_CITY_FOLDERS)


def _shown_rules(counted: Mapping[str, facts.WarningCount]) -> list[tuple[object, ...]]:
    held, on = parameters(), localdate()
    return [
        (
            rule,
            [held[name] for name in (*rule.parameters, *filter(None, [rule.due]))],
            rule.numbers_on(held, on) is None,
            counted.get(rule.code, NONE),
            precision(counted.get(rule.code, NONE).decided),
        )
        for rule in _rules()
    ]
