"""A case as a page shows it to one of its parties: where it stands, and a form for each step it can take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate

from gongxin.actions import case as actions
from gongxin.actions.case_document import path_of
from gongxin.actions.letter import KINDS
from gongxin.law.label import Label
from gongxin.law.parameter import load_parameters
from gongxin.procedures.case import Actor, Case
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.step import DAYS, Effect, Party, Step
from gongxin.procedures.term import undecided
from gongxin.queries import case as facts
from gongxin.queries.case import CaseView
from gongxin.queries.case_value import labels_of
from gongxin.web.shared.case_form import REFUSALS, Asked, StepForm
from gongxin.web.shared.templatetags.wording import refusal

# Steps that may say what a record ought to say; the step that confirms one takes over what it says.
CORRECTING = frozenset({"propose_correction", "propose_upholding"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A step that can be taken now; its form is open where it was sent and refused.

    `by_paper`: the organisation's own step, entered at the window from what it signed. `undecided`: numbers
    that the city has not decided, and the step needs or leads to.
    """

    step: Step
    form: StepForm
    is_open: bool
    by_paper: bool = False
    undecided: tuple[Label, ...] = ()

    @property
    def is_stopped(self) -> bool:
        """Whether it cannot be taken before the city has decided."""
        return bool(self.undecided) and (self.step.is_ruled or bool(self.step.waits_for))

    @property
    def may_correct(self) -> bool:
        """Whether the record can be opened in the form, to say what it ought to say."""
        return self.step.code in CORRECTING and not self.form.asked


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sent to take a step."""

    step: str
    post: QueryDict
    files: "MultiValueDict[str, UploadedFile[bytes]]"

    @property
    def seen(self) -> int:
        """Which version of the case the page showed; nothing that is one for what is none."""
        text = self.post.get("seen", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def found_for(case: UUID, actor: Actor, *, on: date) -> CaseView:
    """Return the case.

    Raises:
        Http404: there is none, or the actor is no party to it: the answer is the same.
    """
    found = facts.one(case, actor, on=on)
    if found is None:
        raise Http404
    return found


def shown_case(view: CaseView, page: str, actor: Actor, *, tried: StepForm | None = None) -> dict[str, Any]:
    """Return what the templates in `shared/case/` want: the case, its address, a form for each step.

    `tried` is the form that was opened, or sent in vain. Where its step is not possible any more, because
    somebody was faster, what was wrong stands above the page.
    """
    forms = [_choice(view, step, actor, tried) for step in view.possible]
    is_lost = tried is not None and not any(one.form is tried for one in forms)
    return {
        "view": view,
        "page": page,
        "choices": [one for one in forms if not one.by_paper],
        "paper_choices": [one for one in forms if one.by_paper],
        "is_suspended": _is_suspended(view),
        "is_second": not forms and _waits_for_colleague(view, actor),
        "labels": _labels(view),
        "lost": tried.non_field_errors() if tried and is_lost else (),
    }


def _is_suspended(view: CaseView) -> bool:
    """Say whether the record shows nowhere, because whoever has to answer is late."""
    hiding = {
        code
        for step in view.facts.procedure.steps
        if step.effect is Effect.SUSPEND_WHEN_LATE
        for code in step.opens
    }
    return any(one.term.code in hiding and one.is_overdue and one.running.is_open for one in view.terms)


def _waits_for_colleague(view: CaseView, actor: Actor) -> bool:
    """Say whether it is the actor's side that has to act, and somebody else of it."""
    case = Case(view.facts.uscc, view.facts.provider)
    waiting = view.facts.procedure.steps_from(view.facts.state)
    return view.facts.is_open and any(step.unlike and actor.is_party(step.by, case) for step in waiting)


def _labels(view: CaseView) -> Mapping[str, Label]:
    """Return what the values of the steps are called: days, and fields of the record."""
    if not any(step.values for step in view.steps):
        return {}
    return {**DAYS, **(labels_of(view.facts.subject) if view.facts.subject else {})}


def _choice(view: CaseView, step: Step, actor: Actor, tried: StepForm | None) -> Choice:
    paper = is_by_paper(view, step, actor)
    is_tried = tried is not None and tried.step.code == step.code
    form = tried if tried and is_tried else StepForm(step=step, with_paper=paper, prefix=step.code)
    missing = undecided_numbers(view.facts.procedure, step, localdate())
    return Choice(step, form, is_open=is_tried, by_paper=paper, undecided=missing)


def undecided_numbers(procedure: Procedure, step: Step, on: date) -> tuple[Label, ...]:
    """Return what to say of the legal numbers that the step needs or leads to, and nobody has decided."""
    terms = [procedure.term(code).parameter for code in (*step.opens, *step.waits_for)]
    held = load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    asked = (held[key] for key in dict.fromkeys((*terms, *step.mentions)))
    return tuple(undecided(one) for one in asked if one.known_on(on) is None)


def is_by_paper(view: CaseView, step: Step, actor: Actor) -> bool:
    """Say whether the actor takes the step at the window, for an organisation that signed for it."""
    return step.by is Party.ORGANISATION and view.facts.uscc in actor.papers


def step_of(view: CaseView, code: str) -> Step:
    """Return the step of the case's procedure.

    Raises:
        Http404: it has no such step.
    """
    step = next((one for one in view.facts.procedure.steps if one.code == code), None)
    if step is None:
        raise Http404
    return step


def take(
    view: CaseView, sent: Sent, actor: Actor, *, on: date, values: Sequence[Asked] = ()
) -> StepForm | None:
    """Take the step that the page sent; return its form with what was wrong, or None where it was taken.

    Raises:
        Http404: the procedure has no such step.
    """
    step = step_of(view, sent.step)
    paper = is_by_paper(view, step, actor)
    form = StepForm(sent.post, sent.files, step=step, values=values, with_paper=paper, prefix=step.code)
    if not form.is_valid():
        return form
    try:
        actions.take(
            view.facts.id,
            step.code,
            seen=sent.seen,
            by=actor,
            on=on,
            reason=form.reason,
            documents=form.documents(),
            values=form.values(),
        )
    except REFUSALS as refused:
        form.add_error(None, str(refusal(refused)))
        return form
    return None


def document_file(view: CaseView, digest: str) -> FileResponse:
    """Return a document of a case to one of its parties, as a file that runs nothing.

    Raises:
        Http404: the case has no such document.
    """
    found = view.documents_by_digest.get(digest)
    path = path_of(digest) if found else None
    if found is None or path is None or not path.is_file():
        raise Http404
    name = f"{found.kind}-{digest[:12]}.{found.file_kind}"
    kind = KINDS[found.file_kind]
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
