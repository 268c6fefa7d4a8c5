"""Nothing without a legal basis, and no basis that we do not hold."""

from collections.abc import Iterator, Mapping

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.law.citation import Article
from gongxin.law.instrument import Instrument


def refusals(edition: Edition, instruments: Mapping[str, Instrument]) -> Iterator[Refusal]:
    """Yield every missing basis and every citation of what is not held."""
    for item in edition.items.values():
        if not item.basis:
            yield Refusal(
                item.code, "basis.missing", "没有依据，请写明 basis。", "it names no legal basis: add one."
            )
    for where, article in _citations(edition):
        held = instruments.get(article.instrument)
        if held is None:
            yield Refusal(
                where,
                "basis.unknown_instrument",
                f"引用的文件“{article.instrument}”不在 law/instruments 中。",
                f"the instrument {article.instrument} is not held in law/instruments.",
            )
        elif not held.holds(article):
            yield Refusal(
                where,
                "basis.unknown_article",
                f"《{held.title.zh}》没有第{article.number}条。",
                f"{held.title.en} has no article {article.number}.",
            )


def _citations(edition: Edition) -> Iterator[tuple[str, Article]]:
    for item in edition.items.values():
        yield from _item_citations(item)
    for behaviour in edition.behaviours:
        yield f"行为 {behaviour.code}", behaviour.basis
        if behaviour.unrepairable:
            yield f"行为 {behaviour.code}", behaviour.unrepairable
    for measure in edition.measures.values():
        yield f"措施 {measure.code}", measure.basis
    for power in edition.powers:
        yield f"权力 {power.code}", power.basis
    for matter in edition.applications.values():
        yield f"应用 {matter.code}", matter.basis


def _item_citations(item: Item) -> Iterator[tuple[str, Article]]:
    for article in (*item.basis, item.publicity.basis, item.frequency.basis):
        yield item.code, article
    for rule in item.rules:
        if rule.basis:
            yield f"{item.code} {rule.id}", rule.basis
