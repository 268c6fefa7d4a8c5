"""The certificate that a record was repaired: sealed, and only for a case in which it stands repaired."""

import datetime

from gongxin.law.instrument import title
from gongxin.law.label import Label
from gongxin.procedures.repair import REPAIR
from gongxin.procedures.step import Effect
from gongxin.procedures.temporary_repair import TEMPORARY_REPAIR
from gongxin.queries.case import CaseView, StepFacts
from gongxin.reports.certificate import Certificate, certificate_pdf, same

GRANTING = (Effect.REPAIR, Effect.REPAIR_FOR_A_TIME)
TITLES = {
    REPAIR.code: Label("信用修复证明", "Certificate of credit repair"),
    TEMPORARY_REPAIR.code: Label("临时信用修复证明", "Certificate of temporary repair"),
}
EFFECT = Label(
    "自修复之日起，该信息停止公示、停止共享和使用，相应措施解除。",
    "From the day of the repair it is not published, shared or used any more, and measures are lifted.",
)


def granting_step(view: CaseView, on: datetime.date) -> StepFacts | None:
    """Return the step by which the record of the case stands repaired on a day; None where it does not."""
    effects = [one for one in view.steps if one.step.effect in (*GRANTING, Effect.RESTORE)]
    last = effects[-1] if effects else None
    if last is None or last.step.effect not in GRANTING:
        return None
    until = _until(view, last)
    return last if until is None or on <= until else None


def repair_pdf(view: CaseView, step: StepFacts, *, language: str) -> bytes:
    """Return the sealed certificate of the granting step.

    Raises:
        NoSeal
    """
    facts, until = view.facts, _until(view, step)
    certificate = Certificate(
        title=TITLES[facts.procedure.code],
        number=facts.number,
        statement=Label(
            f"{facts.organisation}（统一社会信用代码 {facts.uscc}）的下列失信信息已经修复。{EFFECT.zh}",
            f"The adverse information below on {facts.organisation} (unified social credit code {facts.uscc})"
            f" is repaired. {EFFECT.en}",
        ),
        facts=tuple(_facts(view, step, until)),
        on=step.on,
        at=step.at,
        sequence=step.sequence,
    )
    return certificate_pdf(certificate, language=language)


def _facts(view: CaseView, step: StepFacts, until: datetime.date | None) -> list[tuple[Label, Label]]:
    facts = view.facts
    found = [
        (Label("被修复的信息", "What is repaired"), facts.title),
        (Label("作出修复决定的单位", "Decided by"), same(facts.provider_name)),
        (Label("修复之日", "Repaired on"), same(str(step.on))),
        (Label("办件编号", "Case"), same(facts.number)),
        (Label("依据", "Basis"), title(step.step.basis)),
    ]
    if until:
        found.insert(3, (Label("临时修复至", "Until"), same(str(until))))
    return found


def _until(view: CaseView, step: StepFacts) -> datetime.date | None:
    """Return the last day of a repair for a time: the granting step's own, or its proposal's."""
    if step.step.effect is not Effect.REPAIR_FOR_A_TIME:
        return None
    said = [one.values["until"] for one in view.steps if one.number <= step.number and "until" in one.values]
    return datetime.date.fromisoformat(said[-1]) if said else None
