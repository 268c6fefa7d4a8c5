"""Nothing without a legal basis, and no basis that we do not hold."""

from collections.abc import Iterator, Mapping

from gongxin.catalogue.lint.refusal import Refusal
from gongxin.evaluation.model import Model
from gongxin.law.citation import Article
from gongxin.law.instrument import Instrument


def refusals(model: Model, held: Mapping[str, Instrument]) -> Iterator[Refusal]:
    if not model.basis:
        yield Refusal(
            model.code, "basis.missing", "没有依据，请写明 basis。", "it names no legal basis: add one."
        )
    for where, article in _citations(model):
        instrument = held.get(article.instrument)
        if instrument is None:
            yield Refusal(
                where,
                "basis.unknown_instrument",
                f"引用的文件“{article.instrument}”不在 law/instruments 中。",
                f"the instrument {article.instrument} is not held in law/instruments.",
            )
        elif not instrument.holds(article):
            yield Refusal(
                where,
                "basis.unknown_article",
                f"《{instrument.title.zh}》没有第{article.number}条。",
                f"{instrument.title.en} has no article {article.number}.",
            )


def _citations(model: Model) -> Iterator[tuple[str, Article]]:
    for article in (*model.basis, model.annotated.basis):
        yield model.code, article
    for bound in model.bounds:
        yield f"{model.code} {bound.grade}", bound.basis
    for part in model.parts:
        yield f"{model.code} {part.code}", part.basis
