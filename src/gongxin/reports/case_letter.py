"""The letter that a step of a case owes: written when first fetched, and the same file ever after."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from gongxin.actions import case_letter as record
from gongxin.law.label import Label
from gongxin.procedures.letter import LETTERS, LetterKind, letter_of
from gongxin.queries import case_letter
from gongxin.queries.case import CaseView, StepFacts
from gongxin.queries.case_letter import LetterFacts
from gongxin.reports.letter import Letter, NoLetter, opened_terms, signs, written


@dataclass(frozen=True, slots=True)
class OwedLetter:
    """A letter that a case has for its organisation, by the step that owes it."""

    number: int
    kind: LetterKind
    name: Label
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Who fetches; `unit` is empty for the organisation itself."""

    account: str
    unit: str = ""


def owed_letters(view: CaseView) -> Sequence[OwedLetter]:
    """Return the letters of a case in the order of its steps."""
    kinds = ((one, letter_of(view.facts.procedure, one.step)) for one in view.steps)
    return tuple(OwedLetter(one.number, kind, LETTERS[kind], one.on) for one, kind in kinds if kind)


def fetch(view: CaseView, number: int, language: str, *, by: Fetcher, at: datetime.datetime) -> bytes:
    """Return the sealed PDF of the letter that a step owes, and write down who fetched it.

    Raises:
        NoLetter: there is no such step, or it owes none.
        LetterGone: it was cleared away with what it was about.
        NoSeal, TemplateBroken: it cannot be written.
    """
    step = next((one for one in view.steps if one.number == number), None)
    kind = letter_of(view.facts.procedure, step.step) if step else None
    if step is None or kind is None:
        raise NoLetter(view.facts.procedure, str(number))
    found = case_letter.of_step(step.id, language) or _write(view, step, kind, language, at)
    content = record.read(found.digest)
    record.fetched(found.id, by=by.account, unit=by.unit, at=at)
    return content


def _write(
    view: CaseView, step: StepFacts, kind: LetterKind, language: str, at: datetime.datetime
) -> LetterFacts:
    pdf = written(_letter(view, step), language=language, at=at)
    record.keep(step.id, kind, language, pdf, at=at)
    kept = case_letter.of_step(step.id, language)
    assert kept is not None
    return kept


def _letter(view: CaseView, step: StepFacts) -> Letter:
    facts = view.facts
    unit = Label(facts.provider_name, facts.provider_name)
    return Letter(
        procedure=facts.procedure,
        step=step.step,
        number=f"{facts.number}-{step.number}",
        case=facts.number,
        uscc=facts.uscc,
        organisation=facts.organisation,
        about=facts.title,
        filed_on=facts.filed_on,
        on=step.on,
        unit=signs(step.step, unit),
        reason=_reason(view, step),
        terms=opened_terms(facts.procedure, step.step, step.on),
        sequence=step.sequence,
    )


def _reason(view: CaseView, step: StepFacts) -> str:
    """The step's own reason, or that of the proposal it confirms; what the applicant said is not repeated."""
    if step.reason or not step.step.unlike:
        return step.reason if step.step.needs_reason or step.step.unlike else ""
    earlier = [one for one in view.steps if one.number < step.number and one.step.code in step.step.unlike]
    return earlier[-1].reason if earlier else ""
