"""The laws, rules, standards and work documents that records, numbers and procedures rest on."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from gongxin.law.citation import Article
from gongxin.law.label import Label, label_from
from gongxin.law.reading import InvalidLaw, files, refuse_odd_keys, tables

REQUIRED = {"title", "source", "checked_on"}
OPTIONAL = {"number", "issuer", "issued_on", "from", "until", "articles", "heads", "verified", "note"}


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument; `verified` is false where no text was at hand; `note` says why one is kept uncited."""

    code: str
    title: Label
    number: str
    issued_on: datetime.date | None
    from_: datetime.date | None
    until: datetime.date | None
    articles: int | None
    source: str
    checked_on: datetime.date
    verified: bool
    note: str
    heads: Mapping[str, Label] = field(default_factory=dict)

    def is_in_force(self, on: datetime.date) -> bool:
        """Say whether it applies on a day; standards and work documents without dates always do."""
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on < self.until)

    def head(self, article: Article) -> Label | None:
        """Return what an article is about, in a few words, where we hold that; its paragraphs share it."""
        return self.heads.get(article.number) or self.heads.get(str(article.main_number))

    def holds(self, article: Article) -> bool:
        """Say whether the article can exist: beyond the last one we know of, it cannot."""
        number = article.main_number
        return number is None or self.articles is None or 1 <= number <= self.articles


def instrument_from(path: Path) -> Instrument:
    """Return the instrument that a file describes; the file is named after its code."""
    raw = tables(path)
    refuse_odd_keys(raw, required=REQUIRED, optional=OPTIONAL, where=path.name)
    heads = raw.get("heads", {})
    if not isinstance(heads, Mapping):
        raise InvalidLaw(path.name, "heads 应为表。", "heads is a table of articles.")
    return Instrument(
        code=path.stem,
        title=label_from(raw["title"], path.name),
        number=str(raw.get("number", "")),
        issued_on=_date(raw, "issued_on", path),
        from_=_date(raw, "from", path),
        until=_date(raw, "until", path),
        articles=_count(raw.get("articles")),
        source=str(raw["source"]),
        checked_on=_date(raw, "checked_on", path) or datetime.date.min,
        verified=raw.get("verified", True) is True,
        note=str(raw.get("note", "")),
        heads={number: label_from(head, path.name) for number, head in heads.items()},
    )


def _count(raw: object) -> int | None:
    return raw if isinstance(raw, int) else None


def _date(raw: Mapping[str, object], key: str, path: Path) -> datetime.date | None:
    value = raw.get(key)
    if value is not None and not isinstance(value, datetime.date):
        raise InvalidLaw(path.name, f"{key} 应为日期。", f"{key} is a date, such as 2026-04-01.")
    return value


@lru_cache(maxsize=8)
def instruments(*folders: Path) -> Mapping[str, Instrument]:
    """Return every instrument by code: ours, then those of the city folders."""
    return {path.stem: instrument_from(path) for path in files("instruments", folders)}


def title(article: Article, *folders: Path) -> Label:
    """Return the instrument's title with the article's number and, where we hold it, what it is about."""
    held = instruments(*folders).get(article.instrument)
    if held is None:
        return Label(str(article), str(article))
    if not article.number:
        return Label(f"《{held.title.zh}》", held.title.en)
    head = held.head(article)
    where = f"第{article.number}条" if article.main_number else article.number
    return Label(
        f"《{held.title.zh}》{where}" + (f"（{head.zh}）" if head else ""),
        f"{held.title.en}, art. {article.number}" + (f" ({head.en})" if head else ""),
    )
