"""Filing a case about a record or a result: at the desk, at the window, or by the unit that sent it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
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
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.prospect import ASKED_BY
from gongxin.procedures.repair import REPAIR, STANDS_REPAIRED, stands_repaired
from gongxin.procedures.term import opened
from gongxin.queries import prospect
from gongxin.queries.case import CaseFacts, of_record
from gongxin.queries.shown_entry import ShownEntry
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


@dataclass(frozen=True, slots=True)
class Barrier:
    """What stands against filing today: the words, the day from which it does not, and the case that is open.

    Empty, it can be filed. `wants` are documents that the city asks for beyond what the table does.
    """

    reasons: tuple[Label, ...] = ()
    opens_on: date | None = None
    case: CaseFacts | None = None
    wants: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.reasons or self.case)


def barrier(procedure: Procedure, shown: ShownEntry, on: date) -> Barrier:
    """Return what stands against filing a case about a record on a day."""
    return barriers((shown,), on)(procedure, shown)


def barriers(shown: Sequence[ShownEntry], on: date) -> Callable[[Procedure, ShownEntry], Barrier]:
    """Return what tells of each of these records what stands against a procedure: read once for all."""
    prospects, cases = prospect.of_entries(shown, on=on), cache(of_record)

    def of(procedure: Procedure, one: ShownEntry) -> Barrier:
        standing = [case for case in cases(one.record) if case.is_open and case.procedure is procedure]
        if standing:
            return Barrier(case=standing[0])
        found = prospects.get(one.record)
        if found is None or procedure.code not in ASKED_BY:
            return Barrier()
        if stands_repaired(one.standing_marks, for_good=procedure is REPAIR):
            return Barrier((STANDS_REPAIRED,))
        reasons = tuple(condition.label for condition in found.obstacles(procedure.code))
        wants = ("credit_report",) if procedure is REPAIR and found.wants_credit_report else ()
        return Barrier(reasons, found.opens_on(procedure.code), wants=wants)

    return of


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
