"""Letters to organisations: what a step of a case says on paper, and samples of every one for the guides."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import Clock
from gongxin.law.instrument import title
from gongxin.law.label import Label
from gongxin.law.parameter import Parameter, Parameters, load_parameters
from gongxin.procedures.index import procedure
from gongxin.procedures.letter import LetterKind, letter_of, letters
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.step import DOCUMENTS, Party, Step
from gongxin.procedures.term import opened
from gongxin.reports.letter_words import Remedy, letter_words
from gongxin.reports.sealing import seal_pdf
from gongxin.reports.section import layout
from gongxin.reports.typst import compile_pdf, own_templates

TEMPLATE = "letter"
LANGUAGES = ("zh", "en")
SAMPLE_ORGANISATION = Label("某某有限公司", "Sample Company Ltd")
SAMPLE_CODE = Label("（统一社会信用代码）", "(unified social credit code)")
SAMPLE_ABOUT = Label("行政处罚决定书 某市监处〔2026〕第 1 号", "Penalty decision No. 1 of 2026")
SAMPLE_UNIT = Label("某某局", "Sample Bureau")
SAMPLE_REASON = Label("（此处写明办理单位给出的理由。）", "(Here stand the reasons that the unit gives.)")
SAMPLE_DAY = datetime.date(2026, 9, 28)  # a week with a holiday and a day worked in exchange


@dataclass(frozen=True, slots=True)
class LetterTerm:
    """A term that the letter tells of, with the clock that explains its last day."""

    name: Label
    clock: Clock
    basis: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a step of a case tells the organisation. `number` is the case's and the step's."""

    procedure: Procedure
    step: Step
    number: str
    case: str
    uscc: str
    organisation: str
    about: Label
    filed_on: datetime.date
    on: datetime.date
    unit: Label
    reason: str = ""
    terms: tuple[LetterTerm, ...] = ()
    sequence: int | None = None
    is_sample: bool = False


class NoLetter(Exception):
    """The step owes the organisation no letter."""

    def __init__(self, known: Procedure, wanted: str) -> None:
        have = "、".join(str(kind) for kind in letters(known))
        super().__init__(
            f"“{known.name.zh}”没有文书 {wanted}；有：{have}。"
            f" / {known.name.en} has no letter {wanted}; there are: {', '.join(letters(known))}."
        )


def sample(procedure_code: str, kind: str, language: str) -> bytes:
    """Return the sample of a letter, the same bytes each time; it is marked as such and carries no seal.

    Raises:
        UnknownProcedure, NoLetter: there is no such letter.
        TemplateBroken: the city's own template makes none.
    """
    known = procedure(procedure_code)
    step = next((step for one, step in letters(known).items() if one == kind), None)
    if step is None:
        raise NoLetter(known, kind)
    return compile_pdf(
        TEMPLATE,
        told(_sample(known, step, language), language),
        language=language,
        own=own_templates(settings.GONGXIN_CITY),
    )


def written(letter: Letter, *, language: str, at: datetime.datetime) -> bytes:
    """Return the sealed PDF of a letter.

    Raises:
        NoLetter: its step owes none.
        NoSeal: there is nothing to sign with.
        TemplateBroken: the city's own template makes none.
    """
    content = told(letter, language)
    pdf = compile_pdf(TEMPLATE, content, language=language, at=at, own=own_templates(settings.GONGXIN_CITY))
    return seal_pdf(pdf, reason=f"{content['title']} {letter.number}", at=at)


def told(letter: Letter, language: str) -> dict[str, object]:
    """Return what the template is given, in one language.

    Raises:
        NoLetter: the step owes none.
    """
    kind = letter_of(letter.procedure, letter.step)
    if kind is None:
        raise NoLetter(letter.procedure, letter.step.code)
    words, values = letter_words(settings.GONGXIN_CITY), _values(letter, language)
    code = letter.procedure.code
    refused = words.remedies_against(code) if kind is LetterKind.REFUSAL else ()
    return {
        "title": words.title(code, kind, letter.step.code).text(language).format_map(values),
        "text": [one.text(language).format_map(values) for one in words.text(code, kind, letter.step.code)],
        "number": letter.number,
        "uscc": letter.uscc,
        "organisation": letter.organisation,
        "unit": letter.unit.text(language),
        "on": values["on"],
        "reason": letter.reason,
        "material": _material(letter, kind, language),
        "terms": [
            {
                "name": term.name.text(language),
                "due_on": _day(term.clock.due_on, language),
                "basis": term.basis.text(language),
                "lines": term.clock.lines(language, _parameters()),
            }
            for term in letter.terms
        ],
        "remedies": [_remedy(one, letter.on, language) for one in refused],
        "basis": _bases(letter, language),
        "sequence": letter.sequence,
        "sample": letter.is_sample,
    }


def signs(step: Step, unit: Label) -> Label:
    """Return who signs: the unit where it decides, else the centre as it stands on credit reports."""
    return unit if step.by is Party.PROVIDER else layout(settings.GONGXIN_CITY).issuer


def _values(letter: Letter, language: str) -> Mapping[str, str]:
    name = letter.procedure.name.text(language)
    return {
        "procedure": name,
        "organisation": letter.organisation,
        "about": letter.about.text(language),
        "filed_on": _day(letter.filed_on, language),
        "on": _day(letter.on, language),
        "unit": letter.unit.text(language),
        "state": letter.procedure.states[letter.step.to].text(language),
        "case": letter.case,
    }


def _material(letter: Letter, kind: LetterKind, language: str) -> list[str]:
    """The documents of the step by which the organisation goes on."""
    if kind is not LetterKind.MATERIAL:
        return []
    following = (step for step in letter.procedure.steps_from(letter.step.to) if step.resumes)
    codes = dict.fromkeys(code for step in following for code in step.documents)
    return [DOCUMENTS[code].text(language) for code in codes]


def _bases(letter: Letter, language: str) -> str:
    articles = dict.fromkeys((letter.procedure.basis, letter.step.basis))
    exact = {one.instrument for one in articles if one.number}
    named = (one for one in articles if one.number or one.instrument not in exact)
    titles = [title(one, *settings.GONGXIN_CITY_FOLDERS).text(language) for one in named]
    return ("；" if language == "zh" else "; ").join(titles)


def _remedy(remedy: Remedy, on: datetime.date, language: str) -> str:
    value = _parameters()[remedy.parameter].known_on(on) if remedy.parameter else None
    basis = value.basis if value else remedy.basis
    number = str(value.number) if value else "—"
    text = remedy.text.text(language).format(number=number)
    if basis is None:
        return text
    named = title(basis, *settings.GONGXIN_CITY_FOLDERS).text(language)
    return f"{text}（{named}）" if language == "zh" else f"{text} ({named})"


def _sample(known: Procedure, step: Step, language: str) -> Letter:
    return Letter(
        procedure=known,
        step=step,
        number="20260928-0001-1",
        case="20260928-0001",
        uscc=SAMPLE_CODE.text(language),
        organisation=SAMPLE_ORGANISATION.text(language),
        about=SAMPLE_ABOUT,
        filed_on=SAMPLE_DAY,
        on=SAMPLE_DAY,
        unit=signs(step, SAMPLE_UNIT),
        reason=SAMPLE_REASON.text(language) if step.needs_reason else "",
        terms=opened_terms(known, step, SAMPLE_DAY),
        is_sample=True,
    )


def opened_terms(known: Procedure, step: Step, on: datetime.date) -> tuple[LetterTerm, ...]:
    """Return the terms that a step opens on a day; those whose length nobody ruled are left out."""
    held, calendar = _parameters(), WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    terms = [(known.term(code), opened(known.term(code), on, held)) for code in step.opens]
    return tuple(
        LetterTerm(term.name, running.clock(calendar), _basis(held[term.parameter], on))
        for term, running in terms
        if running.working_days is not None
    )


def _basis(parameter: Parameter, on: datetime.date) -> Label:
    return title(parameter.on(on).basis, *settings.GONGXIN_CITY_FOLDERS)


def _day(day: datetime.date, language: str) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if language == "zh" else f"{day:%-d %B %Y}"


def _parameters() -> Parameters:
    return load_parameters(*settings.GONGXIN_CITY_FOLDERS)
