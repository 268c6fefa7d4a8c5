"""Duplicate and erroneous codes (重错码): how they are recognised, and the steps until one is settled.

重码: several codes on one body, or one code on several; 错码: a code that fails its check.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from gongxin.law.label import Label
from gongxin.organisations.status import Status

GONE = frozenset({Status.DEREGISTERED, Status.ANNULLED, Status.MOVED_OUT})
LONGEST_KEY = 200


class CodeFaultKind(StrEnum):
    """In which way a code cannot be right."""

    TWO_CODES = "two_codes"
    SHARED_NUMBER = "shared_number"
    REISSUED = "reissued"
    CHECK_CHARACTER = "check_character"
    ORGANISATION_CODE = "organisation_code"
    UNKNOWN_CLASS = "unknown_class"
    UNKNOWN_REGION = "unknown_region"

    @property
    def label(self) -> Label:
        """The name that pages show."""
        return LABELS[self]


LABELS = {
    CodeFaultKind.TWO_CODES: Label("重码：一个主体多个代码", "Duplicate: several codes on one body"),
    CodeFaultKind.SHARED_NUMBER: Label(
        "重码：一个原登记号码多个主体", "Duplicate: one old number on several bodies"
    ),
    CodeFaultKind.REISSUED: Label(
        "重码：已终止主体的代码重新赋予", "Duplicate: code of a dissolved body issued again"
    ),
    CodeFaultKind.CHECK_CHARACTER: Label("错码：校验位不符", "Erroneous: check character"),
    CodeFaultKind.ORGANISATION_CODE: Label(
        "错码：主体标识码校验位不符", "Erroneous: check of the organisation code"
    ),
    CodeFaultKind.UNKNOWN_CLASS: Label(
        "错码：没有此登记管理部门和机构类别", "Erroneous: no such department or class"
    ),
    CodeFaultKind.UNKNOWN_REGION: Label("错码：没有此行政区划", "Erroneous: no such division"),
}

# The rules of the code's own check, by the kind of fault they mean; any other error is one of the check.
KIND_OF_RULE = {
    "uscc.organisation_code": CodeFaultKind.ORGANISATION_CODE,
    "uscc.kind": CodeFaultKind.UNKNOWN_CLASS,
    "uscc.region": CodeFaultKind.UNKNOWN_REGION,
}


@dataclass(frozen=True, slots=True)
class Registered:
    """What one registration says; `key` is the search key of the name, `former` those of former names."""

    uscc: str
    key: str
    status: str
    former: frozenset[str] = frozenset()

    @property
    def is_gone(self) -> bool:
        return self.status in GONE


@dataclass(frozen=True, slots=True)
class CodeFault:
    """Codes that cannot all be right; `number` is the old identifier that they share."""

    kind: CodeFaultKind
    codes: tuple[str, ...]
    number: str = ""

    @property
    def key(self) -> str:
        """What tells two faults of a kind apart."""
        return (self.number or " ".join(self.codes))[:LONGEST_KEY]


def of_check(uscc: str, rule: str) -> CodeFault:
    """Return the fault that a finding of the code's own check is."""
    return CodeFault(KIND_OF_RULE.get(rule, CodeFaultKind.CHECK_CHARACTER), (uscc,))


def of_number(number: str, registered: Sequence[Registered]) -> Iterator[CodeFault]:
    """Yield the faults of bodies that one old number leads to.

    Bodies that are gone do not count: who was registered anew, as a company in place of a sole trader, got
    another code by law.
    """
    there = sorted((one for one in registered if not one.is_gone), key=lambda one: (one.key, one.uscc))
    by_name = [sorted({one.uscc for one in group}) for _, group in groupby(there, key=lambda one: one.key)]
    for codes in by_name:
        if len(codes) > 1:
            yield CodeFault(CodeFaultKind.TWO_CODES, tuple(codes))
    if len(by_name) > 1:
        codes = sorted({code for codes in by_name for code in codes})
        if len(codes) > 1:
            yield CodeFault(CodeFaultKind.SHARED_NUMBER, tuple(codes), number)


def of_versions(earlier: Registered, later: Registered) -> CodeFault | None:
    """Return the fault where a code that had ended comes back under another body's name."""
    is_same_body = earlier.key == later.key or earlier.key in later.former
    if earlier.uscc == later.uscc and earlier.is_gone and not later.is_gone and not is_same_body:
        return CodeFault(CodeFaultKind.REISSUED, (later.uscc,))
    return None


class CodeFaultState(StrEnum):
    """Where a fault stands."""

    OPEN = "open"
    SENT = "sent"
    CORRECTED = "corrected"
    EXPLAINED = "explained"
    CLOSED = "closed"


class CodeFaultStep(StrEnum):
    """What somebody does about a fault."""

    SEND = "send"
    CORRECT = "correct"
    EXPLAIN = "explain"
    RETURN = "return"
    CLOSE = "close"
    REOPEN = "reopen"


ANSWERED = frozenset({CodeFaultState.CORRECTED, CodeFaultState.EXPLAINED})
MOVES: Mapping[CodeFaultStep, tuple[frozenset[CodeFaultState], CodeFaultState]] = {
    CodeFaultStep.SEND: (frozenset({CodeFaultState.OPEN}), CodeFaultState.SENT),
    CodeFaultStep.CORRECT: (frozenset({CodeFaultState.SENT}), CodeFaultState.CORRECTED),
    CodeFaultStep.EXPLAIN: (frozenset({CodeFaultState.SENT}), CodeFaultState.EXPLAINED),
    CodeFaultStep.RETURN: (ANSWERED, CodeFaultState.SENT),
    CodeFaultStep.CLOSE: (ANSWERED, CodeFaultState.CLOSED),
    CodeFaultStep.REOPEN: (frozenset({CodeFaultState.CLOSED}), CodeFaultState.OPEN),
}
BY_UNIT = (CodeFaultStep.CORRECT, CodeFaultStep.EXPLAIN)
BY_CENTRE = (CodeFaultStep.SEND, CodeFaultStep.RETURN, CodeFaultStep.CLOSE)
NEEDS_NOTE = (CodeFaultStep.EXPLAIN, CodeFaultStep.RETURN)


class StepNotPossible(Exception):
    """The fault does not stand where this step begins, or lacks what the step needs."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def after(state: CodeFaultState, step: CodeFaultStep, *, note: str, is_still_there: bool) -> CodeFaultState:
    """Return where a fault stands after a step.

    Raises:
        StepNotPossible: not from this state; without the reason it needs; or closed as corrected while the
            register still shows it.
    """
    begins, ends = MOVES[step]
    if state not in begins:
        raise StepNotPossible(
            "这一问题已由他人办理到别的环节，请刷新后查看。", "The fault stands elsewhere by now; look again."
        )
    if step in NEEDS_NOTE and not note.strip():
        raise StepNotPossible("请写明说明或退回的理由。", "Write the explanation, or why it is sent back.")
    if step is CodeFaultStep.CLOSE and state is CodeFaultState.CORRECTED and is_still_there:
        raise StepNotPossible(
            "登记信息中仍有这一问题，不能按已更正办结；请退回，或等更正入库后重新查找。",
            "The register still shows it: send it back, or look again once the correction has come in.",
        )
    return ends


def steps(state: CodeFaultState) -> tuple[CodeFaultStep, ...]:
    """Return the steps that people can take from a state."""
    return tuple(step for step in (*BY_CENTRE, *BY_UNIT) if state in MOVES[step][0])
