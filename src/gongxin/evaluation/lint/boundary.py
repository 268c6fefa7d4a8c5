"""The boundary: no natural person and no prohibited subject, in no name, reason or condition of a model."""

from collections.abc import Iterator, Sequence

from gongxin.catalogue.lint.boundary import PERSON, prohibited
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.evaluation.model import Model
from gongxin.intake.free_text import PersonalInText, refuse_personal


def refusals(model: Model) -> Iterator[Refusal]:
    yield from _numbered(model)
    yield from _named(model.code, [model.code, model.name.zh, model.name.en, model.note.zh, model.note.en])
    for part in model.parts:
        texts = [part.code, part.name.zh, part.name.en, part.reason.zh, part.reason.en]
        yield from _named(f"{model.code} {part.code}", [*texts, part.ground.where or ""])


def _named(where: str, texts: Sequence[str]) -> Iterator[Refusal]:
    texts = [text.replace("_", " ") for text in texts]
    for subject in prohibited():
        if found := next((word for text in texts if (word := subject.found_in(text))), ""):
            yield Refusal(
                where,
                f"boundary.{subject.code}",
                f"出现“{found}”：{subject.label.zh}不得用于评价。请删去这一内容。",
                f"{found!r} found: {subject.label.en} must not be evaluated. Take it out.",
            )
    if person := next((match.group() for text in texts if (match := PERSON.search(text))), ""):
        yield Refusal(
            where,
            "boundary.person",
            f"出现“{person}”：评价不看自然人。请删去这一内容。",
            f"{person!r} found: no evaluation looks at natural persons. Take it out.",
        )


def _numbered(model: Model) -> Iterator[Refusal]:
    """The whole file is public: it holds nobody's identity, mobile or bank-card number."""
    try:
        refuse_personal(model.text, on=model.from_)
    except PersonalInText as refused:
        zh, _, en = str(refused).partition(" / ")
        yield Refusal(model.code, "boundary.number", zh, en)
