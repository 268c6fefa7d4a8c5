"""Which letter a step owes the organisation: read off the table, so that no procedure lacks its letters."""

from collections.abc import Mapping
from enum import StrEnum

from gongxin.law.label import Label
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import Effect, Party, Step


class LetterKind(StrEnum):
    """What a letter is for."""

    ACCEPTANCE = "acceptance"
    MATERIAL = "material"
    DECISION = "decision"
    REFUSAL = "refusal"
    INFORMATION = "information"


LETTERS: Mapping[LetterKind, Label] = {
    LetterKind.ACCEPTANCE: Label("受理通知书", "Notice of acceptance"),
    LetterKind.MATERIAL: Label("补正材料通知书", "Request for material"),
    LetterKind.DECISION: Label("决定书", "Decision"),
    LetterKind.REFUSAL: Label("不予支持决定书", "Refusal"),
    LetterKind.INFORMATION: Label("告知书", "Notice"),
}
# What the organisation asked for; any other effect is to its disadvantage or only marks the record.
IN_FAVOUR = frozenset(
    {
        Effect.CORRECT,
        Effect.WITHDRAW,
        Effect.REPAIR,
        Effect.REPAIR_FOR_A_TIME,
        Effect.ERASE,
        Effect.REEVALUATE,
    }
)
AGAINST = frozenset({Effect.RESTORE, Effect.BREAK})  # whatever the step is called, it names the remedies


def letter_of(procedure: Procedure, step: Step) -> LetterKind | None:
    """Return the letter that a step owes the organisation; None where it owes none."""
    if START in step.from_ and step.by is Party.ORGANISATION:
        return LetterKind.ACCEPTANCE
    if all(notice.to is not Party.ORGANISATION for notice in step.notices):
        return None
    if step.pauses:
        return LetterKind.MATERIAL
    if step.effect in AGAINST:
        return LetterKind.REFUSAL
    if step.grants or step.effect in IN_FAVOUR:
        return LetterKind.DECISION
    refuses = step.needs_reason and procedure.is_settled(step.to)
    return LetterKind.REFUSAL if refuses else LetterKind.INFORMATION


def letters(procedure: Procedure) -> Mapping[LetterKind, Step]:
    """Return the letters of a procedure in their order, each with the first step that owes it."""
    found = {
        kind: step for step in reversed(procedure.steps) if (kind := letter_of(procedure, step)) is not None
    }
    return {kind: found[kind] for kind in LetterKind if kind in found}
