"""Filing a case about a record or a result: at the desk, at the window, or by the unit that sent it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from gongxin.actions.case import Filing, file
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import Clock
from gongxin.law.label import Label
from gongxin.law.parameter import load_parameters
from gongxin.procedures.case import Actor
from gongxin.procedures.opening import Opening
from gongxin.procedures.term import opened
from gongxin.web.shared.case_form import REFUSALS, StepForm
from gongxin.web.shared.templatetags.wording import refusal


@dataclass(frozen=True, slots=True)
class OpenedTerm:
    """A term as it would begin today; no clock where its length is undecided."""

    name: Label
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a case is filed about, and the organisation that it concerns."""

    uscc: str
    number: UUID


def filed(form: StepForm, opening: Opening, about: Subject, *, by: Actor, channel: str) -> UUID | None:
    """File what the form says; return the case, or None with what was wrong in the form."""
    if not form.is_valid():
        return None
    filing = Filing(
        procedure=opening.procedure.code,
        uscc=about.uscc,
        subject=about.number,
        step=opening.step.code,
        reason=form.reason,
        ground=form.ground,
        channel=channel,
        documents=form.documents(),
        values=form.values(),
    )
    try:
        return file(filing, by=by, on=localdate())
    except REFUSALS as refused:
        form.add_error(None, str(refusal(refused)))
        return None


def opened_terms(opening: Opening, on: date) -> tuple[OpenedTerm, ...]:
    """Return the terms that the step opens, as they would run from a day on."""
    held = load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    begun = (
        (opening.procedure.term(code), opened(opening.procedure.term(code), on, held))
        for code in opening.step.opens
    )
    return tuple(
        OpenedTerm(term.name, running.clock(calendar) if running.stretches else None)
        for term, running in begun
    )
