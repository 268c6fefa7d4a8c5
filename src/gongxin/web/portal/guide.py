"""A guide to each procedure, made from the procedure's own table so that it cannot say anything else."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.catalogue.label import Label
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import Clock
from gongxin.law.parameter import Parameters, Value, load_parameters
from gongxin.procedures.guide import guides
from gongxin.procedures.index import UnknownProcedure, procedure
from gongxin.procedures.letter import LETTERS, letters
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.sample import Sample, samples_of
from gongxin.procedures.step import DOCUMENTS, PARTIES, Party, Step
from gongxin.procedures.term import Term, opened
from gongxin.queries.case_duration import duration
from gongxin.web.portal.diagram import BEGINNING, diagram
from gongxin.web.shared.access import public
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import is_chinese


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term that a step opens; `value` and `clock`, its days if it began today, are None where undecided."""

    name: Label
    value: Value | None
    clock: Clock | None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as its row in the guide says it."""

    number: int
    step: Step
    by: Label
    from_: tuple[Label, ...]
    to: Label
    terms: tuple[ShownTerm, ...]
    documents: tuple[Label, ...]
    told: tuple[Label, ...]

    @property
    def is_the_organisations(self) -> bool:
        return self.step.by is Party.ORGANISATION


@dataclass(frozen=True, slots=True)
class Today:
    """What the numbers of a guide are counted by."""

    on: date
    held: Parameters
    calendar: WorkingCalendar


@public
@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    try:
        known = procedure(code)
    except UnknownProcedure as refusal:
        return error_page(request, 404, str(refusal))
    folders = settings.GONGXIN_CITY_FOLDERS
    today = Today(localdate(), load_parameters(*folders), WorkingCalendar.published(*folders))
    steps = shown_steps(known, today)
    return render(
        request,
        "portal/guide/guide.html",
        {
            "procedure": known,
            "guide": guides().get(code),
            "steps": steps,
            "openings": [step for step in steps if START in step.step.from_],
            "samples": samples_of(code),
            "without_document": without_document(code),
            "letters": [(kind, LETTERS[kind]) for kind in letters(known)],
            "duration": duration(known, on=today.on),
            "diagram": diagram(known),
            "on": today.on,
        },
    )


def without_document(code: str) -> tuple[Sample, ...]:
    """Return the samples of what no step asks for: a request that the desk's own form replaces."""
    return tuple(one for one in samples_of(code) if not one.documents)


def shown_steps(known: Procedure, today: Today) -> tuple[ShownStep, ...]:
    """Return the rows of a guide in the order of the table, with the numbers in force on a day."""
    return tuple(_shown(known, number, step, today) for number, step in enumerate(known.steps, 1))


def _shown(known: Procedure, number: int, step: Step, today: Today) -> ShownStep:
    return ShownStep(
        number,
        step,
        PARTIES[step.by],
        tuple(known.states.get(state, BEGINNING) for state in (START, *known.states) if state in step.from_),
        known.states[step.to],
        tuple(_term(known.term(code), today) for code in step.opens),
        tuple(DOCUMENTS[code] for code in step.documents),
        tuple(dict.fromkeys(PARTIES[notice.to] for notice in step.notices)),
    )


def _term(term: Term, today: Today) -> ShownTerm:
    value = today.held[term.parameter].known_on(today.on)
    if value is None:
        return ShownTerm(term.name, None, None)
    clock = opened(term, today.on, today.held).clock(today.calendar)
    lines = clock.lines("zh" if is_chinese() else "en", today.held)
    return ShownTerm(term.name, value, clock, tuple(lines))
