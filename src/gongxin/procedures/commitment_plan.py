"""By when a commitment is verified: the day its papers are due, or the unit's own term from the promise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import due
from gongxin.law.parameter import Parameters
from gongxin.procedures.commitment_kind import KINDS, VERIFIED, CommitmentKind

PARAMETER = "commitment.verification"
SOON_SHARE = 2  # half of the term is over: it turns amber


class DueBy(StrEnum):
    """What the due date of a verification rests on."""

    COMPLETION = "completion"  # the day by which the papers were promised
    TEMPLATE = "template"
    PLAN = "plan"  # the unit's own, by kind
    PARAMETER = "parameter"
    NOTHING = ""


class CommitmentState(StrEnum):
    """Where a commitment stands on a day."""

    RUNNING = "running"  # in force, and nothing is to be verified
    WAITING = "waiting"
    SOON = "soon"
    OVERDUE = "overdue"
    KEPT = "full"
    PARTLY = "part"
    BROKEN = "none"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Promise:
    """What of a commitment decides by when it is verified. `template_days` are its own template's."""

    kind: str
    committed_on: date
    valid_until: date | None
    template_days: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether and by when a commitment is verified; `due_on` None: nobody has said by when yet."""

    is_due: bool
    due_on: date | None = None
    by: DueBy = DueBy.NOTHING


NONE_DUE = Verification(is_due=False)


@dataclass(frozen=True, slots=True)
class VerificationTerms:
    """What terms there are: the unit's plan in working days by kind, and the rules in force."""

    plan: Mapping[str, int]
    parameters: Parameters
    calendar: WorkingCalendar

    def verification(self, promise: Promise) -> Verification:
        """Return by when the commitment is verified."""
        if promise.kind not in VERIFIED:
            return NONE_DUE
        if KINDS[CommitmentKind(promise.kind)].is_completed and promise.valid_until:
            return Verification(True, promise.valid_until, DueBy.COMPLETION)
        days, by = self._days(promise)
        if days is None:
            return Verification(is_due=True)
        return Verification(True, due(promise.committed_on, days, self.calendar).due_on, by)

    def _days(self, promise: Promise) -> tuple[int | None, DueBy]:
        if promise.template_days is not None:
            return promise.template_days, DueBy.TEMPLATE
        if (planned := self.plan.get(promise.kind)) is not None:
            return planned, DueBy.PLAN
        ruled = self.parameters[PARAMETER].known_on(promise.committed_on)
        return (ruled.number, DueBy.PARAMETER) if ruled else (None, DueBy.NOTHING)


@dataclass(frozen=True, slots=True)
class CommitmentStanding:
    """The dates and the result that say where a commitment stands."""

    committed_on: date
    valid_until: date | None
    is_due: bool
    due_on: date | None
    performance: str = ""

    def state(self, on: date) -> CommitmentState:
        """Return where it stands on a day; what was found outlasts its validity."""
        if self.performance:
            return CommitmentState(self.performance)
        if self.is_due:
            return self._awaiting(on)
        return CommitmentState.EXPIRED if self.is_expired(on) else CommitmentState.RUNNING

    def is_expired(self, on: date) -> bool:
        return self.valid_until is not None and on > self.valid_until

    def _awaiting(self, on: date) -> CommitmentState:
        if self.due_on is None:
            return CommitmentState.WAITING
        if on > self.due_on:
            return CommitmentState.OVERDUE
        left, whole = self.due_on - on, self.due_on - self.committed_on
        return CommitmentState.SOON if left * SOON_SHARE <= whole else CommitmentState.WAITING
