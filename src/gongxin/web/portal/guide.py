"""A guide to each procedure, made from the procedure's own table so that it cannot say anything else."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.catalogue.label import Label
from gongxin.law.parameter import Parameters, Value, load_parameters
from gongxin.procedures.index import UnknownProcedure, procedure
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import DOCUMENTS, PARTIES, Step
from gongxin.web.portal.diagram import BEGINNING, diagram
from gongxin.web.shared.access import public
from gongxin.web.shared.error import error_page


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term that a step opens; `value` is None where the city has not decided."""

    name: Label
    value: Value | None


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


@public
@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    try:
        known = procedure(code)
    except UnknownProcedure as refusal:
        return error_page(request, 404, str(refusal))
    steps = shown_steps(known, load_parameters(*settings.GONGXIN_CITY_FOLDERS), localdate())
    return render(
        request,
        "portal/guide/guide.html",
        {
            "procedure": known,
            "steps": steps,
            "openings": [step for step in steps if START in step.step.from_],
            "diagram": diagram(known),
        },
    )


def shown_steps(known: Procedure, held: Parameters, on: date) -> tuple[ShownStep, ...]:
    """Return the rows of a guide in the order of the table, with the numbers in force on a day."""
    return tuple(_shown(known, number, step, held, on) for number, step in enumerate(known.steps, 1))


def _shown(known: Procedure, number: int, step: Step, held: Parameters, on: date) -> ShownStep:
    terms = (known.term(code) for code in step.opens)
    return ShownStep(
        number,
        step,
        PARTIES[step.by],
        tuple(known.states.get(state, BEGINNING) for state in (START, *known.states) if state in step.from_),
        known.states[step.to],
        tuple(ShownTerm(term.name, held[term.parameter].known_on(on)) for term in terms),
        tuple(DOCUMENTS[code] for code in step.documents),
        tuple(dict.fromkeys(PARTIES[notice.to] for notice in step.notices)),
    )
