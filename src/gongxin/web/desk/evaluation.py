"""The organisation's own grades: why, what would lift them, how they came about, and objection."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.evaluation.lift import counts_until
from gongxin.procedures.evaluation_objection import EVALUATION_OBJECTION
from gongxin.procedures.guide import guides
from gongxin.procedures.opening import Opening
from gongxin.procedures.prospect import Prospect
from gongxin.queries import case as cases
from gongxin.queries import evaluation as facts
from gongxin.queries import prospect
from gongxin.queries.case import CaseFacts
from gongxin.queries.evaluation import CountedEntry, Point, Reason, ResultView
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative, takes_files
from gongxin.web.shared.actor import actor
from gongxin.web.shared.case_filing import Subject, filed, opened_terms
from gongxin.web.shared.case_form import StepForm

OPENING = Opening(EVALUATION_OBJECTION, EVALUATION_OBJECTION.step("file"))


@dataclass(frozen=True, slots=True)
class Counted:
    """An entry that counts: until when it does, and whether it can be repaired before."""

    entry: CountedEntry
    until: date | None
    prospect: Prospect | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A result with its history; `cases` are what was filed about it."""

    result: ResultView
    history: tuple[Point, ...]
    reasons: tuple[tuple[Reason, tuple[Counted, ...]], ...]
    cases: tuple[CaseFacts, ...]

    @property
    def is_open(self) -> bool:
        """Whether an objection is under way."""
        return any(one.is_open and one.procedure is EVALUATION_OBJECTION for one in self.cases)


@representative
@never_cache
@require_safe
def evaluations(request: PersonRequest, uscc: str) -> HttpResponse:
    on = localdate()
    found = (facts.result(uscc, model.code, on) for model in facts.models(on))
    context = {"shown": [_shown(one, on) for one in found if one], "on": on}
    return desk_page(request, uscc, "desk/evaluation/list.html", context)


@representative
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: PersonRequest, uscc: str, result_id: UUID) -> HttpResponse:
    """Show the form of an objection to a result, or file it."""
    on, is_sent = localdate(), request.method == "POST"
    result = facts.result_of(uscc, result_id, on)
    if result is None:
        raise Http404
    sent = (request.POST, request.FILES) if is_sent else (None, None)
    form = StepForm(*sent, step=OPENING.step, grounds=EVALUATION_OBJECTION.grounds)
    about = Subject(uscc, result.id)
    if is_sent and (made := filed(form, OPENING, about, by=actor(request), channel="desk")):
        messages.success(request, say("已提交。办理进展在本页，结果会在“消息”中告知。"))
        return redirect("desk:case", uscc=uscc, case_id=made)
    context = {
        "form": form,
        "result": result,
        "terms": opened_terms(OPENING, on),
        "guide": guides().get(EVALUATION_OBJECTION.code),
    }
    return desk_page(request, uscc, "desk/evaluation/objection.html", context, 422 if is_sent else 200)


def _shown(result: ResultView, on: date) -> Shown:
    reasons = tuple(
        (reason, tuple(_counted(one, reason, result, on) for one in reason.entries))
        for reason in result.reasons
    )
    return Shown(
        result, facts.history(result.uscc, result.model.code), reasons, tuple(cases.of_record(result.id))
    )


def _counted(one: CountedEntry, reason: Reason, result: ResultView, on: date) -> Counted:
    lowers = reason.contribution.points < 0 or reason.contribution.at_best is not None
    until = counts_until(result.model.part(reason.contribution.code), one.decided_on) if lowers else None
    return Counted(one, until, prospect.of_entry(one.shown, on=on) if lowers and one.shown else None)
