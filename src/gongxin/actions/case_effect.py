"""What a step does to what its case is about, in the step's own transaction.

A new effect: a member of `procedures.step.Effect`, a function here or in a module of its own (which must not
import `actions.case`), and a row in EFFECTS. It takes where the log ends and returns where it ends then.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from gongxin.actions import entry, evaluation
from gongxin.actions.commitment_breach import break_commitment
from gongxin.actions.correction import correct
from gongxin.actions.entry import NoSuchEntry
from gongxin.actions.erasure import Removal, erase_on
from gongxin.actions.log import Head
from gongxin.actions.mark import begin, end
from gongxin.actions.repair_message import REPAIRED, REPAIRED_FOR_A_TIME, RESTORED, Span, announce
from gongxin.disclosure.erasure_rule import ErasureRule
from gongxin.disclosure.mark import DAY, Mark
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.instrument import title
from gongxin.procedures import case as rule
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.step import Effect, Step
from gongxin.store.models import Case

OF_AN_OBJECTION = (Mark.ANNOTATED, Mark.SUSPENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A step as it is being taken. `sequence` is its ledger entry's.

    `reason` and `values` are the step's own or, where it confirms a proposal, those of the proposal.
    """

    procedure: Procedure
    step: Step
    case: Case
    moved: rule.Case
    sequence: int
    by: str  # account
    on: date
    calendar: WorkingCalendar
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> UUID:
        """What the case is about; effects belong to cases that are about something."""
        assert self.case.subject is not None, f"{self.step.code} has an effect on nothing"
        return UUID(str(self.case.subject))

    @property
    def said(self) -> str:
        """Why, for the ledger: the reason given, or what the step is and rests on."""
        return self.reason or f"{self.procedure.name.zh}：{self.step.name.zh}（{title(self.step.basis).zh}）"


Carrying = Callable[[Head, Happening], Head]


def carry_out(head: Head, happening: Happening) -> Head:
    """Do what the step's effect says, if it has one; return where the log ends then."""
    effect = happening.step.effect
    if effect in SHOWING_IN_GRADES:
        evaluation.forget(happening.case.uscc)
    return EFFECTS[effect](head, happening) if effect else head


def _annotate(head: Head, happening: Happening) -> Head:
    _begin(happening, Mark.ANNOTATED, happening.on)
    return head


def _unmark(head: Head, happening: Happening) -> Head:
    end(happening.case.id, *OF_AN_OBJECTION, on=happening.on, sequence=happening.sequence)
    return head


def _suspend_when_late(head: Head, happening: Happening) -> Head:
    """The day alone will suspend the record: nobody has to do anything, and the answer ends it."""
    for term in happening.moved.terms:
        due_on = term.due_on(happening.calendar) if term.is_open else None
        if term.code in happening.step.opens and due_on:
            _begin(happening, Mark.SUSPENDED, due_on + DAY)
    return head


def _withdraw(head: Head, happening: Happening) -> Head:
    """Take the record down; where its provider has done so meanwhile, there is nothing left to do."""
    _unmark(head, happening)
    with suppress(NoSuchEntry):
        return entry.withdraw_on(head, happening.subject, reason=happening.said, by=happening.by)
    return head


def _correct(head: Head, happening: Happening) -> Head:
    _unmark(head, happening)
    return correct(happening.subject, happening.values, by=happening.by, on=happening.on)


def _repair(head: Head, happening: Happening) -> Head:
    _begin(happening, Mark.REPAIRED, happening.on)
    announce(head, happening.case, REPAIRED, Span(happening.on))
    return head


def _repair_for_a_time(head: Head, happening: Happening) -> Head:
    until = date.fromisoformat(happening.values["until"])
    _begin(happening, Mark.REPAIRED, happening.on, until)
    announce(head, happening.case, REPAIRED_FOR_A_TIME, Span(happening.on, until))
    return head


def _restore(head: Head, happening: Happening) -> Head:
    end(happening.case.id, Mark.REPAIRED, on=happening.on, sequence=happening.sequence)
    announce(head, happening.case, RESTORED, Span(happening.on))
    return head


def _erase(head: Head, happening: Happening) -> Head:
    basis = title(happening.step.basis).zh
    return erase_on(head, [happening.subject], Removal(ErasureRule.REQUEST, basis, happening.said))


def _break(_head: Head, happening: Happening) -> Head:
    return break_commitment(happening.case, by=happening.by, on=happening.on)


def _begin(happening: Happening, kind: Mark, from_on: date, until_on: date | None = None) -> None:
    begin(happening.case, kind, sequence=happening.sequence, from_on=from_on, until_on=until_on)


EFFECTS: Mapping[Effect, Carrying] = {
    Effect.ANNOTATE: _annotate,
    Effect.UNMARK: _unmark,
    Effect.SUSPEND_WHEN_LATE: _suspend_when_late,
    Effect.CORRECT: _correct,
    Effect.WITHDRAW: _withdraw,
    Effect.REPAIR: _repair,
    Effect.REPAIR_FOR_A_TIME: _repair_for_a_time,
    Effect.RESTORE: _restore,
    Effect.ERASE: _erase,
    Effect.REEVALUATE: _unmark,
    Effect.BREAK: _break,
}
# After these a grade would rest on what no longer holds: the organisation is evaluated anew.
SHOWING_IN_GRADES = frozenset(
    {
        Effect.CORRECT,
        Effect.WITHDRAW,
        Effect.REPAIR,
        Effect.REPAIR_FOR_A_TIME,
        Effect.RESTORE,
        Effect.ERASE,
        Effect.REEVALUATE,
    }
)
