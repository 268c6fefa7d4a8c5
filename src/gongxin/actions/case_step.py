"""A step of a case as it is taken: judged, kept, in the ledger, carried out and told of, under its lock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid5

from django.conf import settings

from gongxin.actions import case_document
from gongxin.actions.case_condition import Tried, refuse_unmet
from gongxin.actions.case_document import Document
from gongxin.actions.case_effect import Happening, carry_out
from gongxin.actions.case_notice import tell
from gongxin.actions.event import Event, append_events
from gongxin.actions.log import Head
from gongxin.actions.taking import parameters
from gongxin.law.calendar import WorkingCalendar
from gongxin.procedures import case as rule
from gongxin.procedures.case import Act, Actor, Day, Move, move
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.term import as_json
from gongxin.store.models import Case, CaseStep

KIND = "case"
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class StepGiven:
    """What comes with a step, and from whom."""

    step: str
    by: Actor
    on: date
    reason: str
    documents: tuple[Document, ...]
    values: Mapping[str, str]

    def act(self) -> Act:
        kinds = frozenset(one.kind for one in self.documents)
        return Act(self.step, self.by, self.reason, kinds, self.values)


def take_step(head: Head, known: Procedure, case: Case, standing: rule.Case, given: StepGiven) -> None:
    """Take a step of a case that stands as the rules see it in `standing`; the case is saved with it.

    Raises:
        procedures.case.Refused: the table, or a condition beyond it, does not let it be taken so.
        RowRefused, NoSuchEntry: it proposes a correction that the checks would not take.
    """
    day = Day(given.on, WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS), parameters())
    act = given.act()
    moved = move(known, standing, act, day)
    refuse_unmet(Tried(case, given.on, act.documents, act.values), given.step)
    _place(case, known, moved.case, day)
    case.save(force_insert=case.version == 1, force_update=case.version > 1)
    digests = case_document.keep(case.id, given.documents, by=given.by.account)
    head = append_events(head, [_event(case, given, digests)])
    taken = _write(case, given, digests, head)
    happening = _happening(known, taken, moved, day.calendar)
    carry_out(head, happening)
    tell(moved.notices, taken, known, reason=happening.reason)


def _place(case: Case, known: Procedure, moved: rule.Case, day: Day) -> None:
    """Set where the case stands after the step."""
    case.state, case.version = moved.state, moved.version
    case.terms = [as_json(one) for one in moved.terms]
    due = (one.due_on(day.calendar) for one in moved.terms if one.is_open)
    is_settled = known.is_settled(moved.state)
    case.due_on = None if is_settled else min(filter(None, due), default=None)
    case.closed_on = (case.closed_on or day.on) if is_settled else None


def _event(case: Case, given: StepGiven, digests: list[str]) -> Event:
    """Return the step as it goes into the ledger; of values the names, since what they say can be erased."""
    content = {
        "procedure": case.procedure,
        "about": case.about,
        "subject": str(case.subject) if case.subject else "",
        "step": given.step,
        "by": given.by.account,
        "by_unit": given.by.unit,
        "on": given.on.isoformat(),
        "channel": case.channel,
        "ground": case.ground,
        "state": case.state,
        "terms": case.terms,
        "due_on": case.due_on.isoformat() if case.due_on else "",
        "documents": digests,
        "reason": given.reason.strip()[:LONGEST_REASON],
        "values": sorted(given.values),
    }
    return Event(
        kind=KIND,
        item=case.procedure,
        uscc=case.uscc,
        unit=case.provider,
        content=content,
        record=case.id,
        version=case.version,
    )


def _write(case: Case, given: StepGiven, digests: list[str], head: Head) -> CaseStep:
    return CaseStep.objects.create(
        id=uuid5(case.id, str(case.version)),
        case=case,
        number=case.version,
        step=given.step,
        by=given.by.account,
        by_unit=given.by.unit,
        on=given.on,
        at=head.now,
        state=case.state,
        reason=given.reason.strip()[:LONGEST_REASON],
        documents=digests,
        values=dict(given.values),
        sequence=head.size,
    )


def _happening(known: Procedure, taken: CaseStep, moved: Move, calendar: WorkingCalendar) -> Happening:
    """Return the step with its reason and values; where it confirms a proposal, with the proposal's."""
    step, reason, values = known.step(taken.step), taken.reason, taken.values
    proposals = taken.case.steps.filter(step__in=step.unlike).order_by("-number")
    if proposal := proposals.first():
        reason, values = reason or proposal.reason, values or proposal.values
    return Happening(
        procedure=known,
        step=step,
        case=taken.case,
        moved=moved.case,
        sequence=taken.sequence,
        by=taken.by,
        on=taken.on,
        calendar=calendar,
        reason=reason,
        values=values,
    )
