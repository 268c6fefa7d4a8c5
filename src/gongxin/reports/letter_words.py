"""The words of letters: data, with the city's own in place of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter

from gongxin.law.citation import Article, article_from
from gongxin.law.label import Label, label_from
from gongxin.law.reading import InvalidLaw, refuse_odd_keys, tables
from gongxin.procedures.letter import LetterKind

PACKAGED = Path(__file__).with_name("letters.toml")
OTHERWISE = "otherwise"
VALUES = frozenset({"procedure", "organisation", "about", "filed_on", "on", "unit", "state", "case"})


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What one kind of letter says; None where a procedure leaves it to the kind."""

    title: Label | None
    text: tuple[Label, ...] | None


@dataclass(frozen=True, slots=True)
class Remedy:
    """Where somebody who is refused can go: on an article, or within the term of a parameter."""

    text: Label
    basis: Article | None
    parameter: str


@dataclass(frozen=True, slots=True)
class AllWords:
    """Everything that letters say."""

    kinds: Mapping[str, LetterWords]
    procedures: Mapping[str, Mapping[str, LetterWords]]
    remedies: Mapping[str, Remedy]
    remedies_of: Mapping[str, tuple[str, ...]]

    def title(self, procedure: str, kind: LetterKind, step: str = "") -> Label:
        named = (own.title for own in self._own(procedure, kind, step) if own.title)
        return next(named, None) or self.kinds[kind].title or Label("", "")

    def text(self, procedure: str, kind: LetterKind, step: str = "") -> tuple[Label, ...]:
        said = (own.text for own in self._own(procedure, kind, step) if own.text)
        return next(said, None) or self.kinds[kind].text or ()

    def remedies_against(self, procedure: str) -> tuple[Remedy, ...]:
        named = self.remedies_of.get(procedure, self.remedies_of[OTHERWISE])
        return tuple(self.remedies[code] for code in named)

    def _own(self, procedure: str, kind: LetterKind, step: str) -> tuple[LetterWords, ...]:
        """Return the procedure's own words: those of the step before those of the kind."""
        own = self.procedures.get(procedure, {})
        return tuple(own[key] for key in (step, kind) if key in own)


@lru_cache(maxsize=4)
def letter_words(city: Path | None = None) -> AllWords:
    """Return the words; a table of `reports/letters.toml` in the city's folder replaces ours of its name.

    Raises:
        InvalidLaw: a file says what this version does not understand.
    """
    raw = tables(PACKAGED)
    own = city / "reports" / "letters.toml" if city else None
    if own and own.is_file():
        raw = _merged(raw, tables(own))
    where = PACKAGED.name
    refuse_odd_keys(raw, required={"kinds", "procedures", "remedies", "remedies_of"}, where=where)
    words = AllWords(
        {code: _words(one, f"{where} {code}") for code, one in _table(raw["kinds"]).items()},
        {
            code: {kind: _words(one, f"{where} {code}.{kind}") for kind, one in _table(kinds).items()}
            for code, kinds in _table(raw["procedures"]).items()
        },
        {code: _remedy(one, f"{where} {code}") for code, one in _table(raw["remedies"]).items()},
        {code: tuple(_rows(named)) for code, named in _table(raw["remedies_of"]).items()},
    )
    _refuse_gaps(words, where)
    return words


def _merged(ours: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """Lay the city's tables over ours, down to the single letter or remedy."""
    merged = dict(ours)
    for key, value in own.items():
        before = merged.get(key)
        deeper = (
            isinstance(before, Mapping) and isinstance(value, Mapping) and not {"title", "text"} & {*value}
        )
        merged[key] = _merged(_table(before), _table(value)) if deeper else value
    return merged


def _words(raw: object, where: str) -> LetterWords:
    table = _table(raw)
    refuse_odd_keys(table, required=(), optional={"title", "text"}, where=where)
    title = label_from(table["title"], where) if "title" in table else None
    text = tuple(label_from(one, where) for one in _rows(table["text"])) if "text" in table else None
    for label in (*((title,) if title else ()), *(text or ())):
        if unknown := (_names(label.zh) | _names(label.en)) - VALUES:
            raise InvalidLaw(where, f"没有这些值：{sorted(unknown)}。", f"no such values: {sorted(unknown)}.")
    return LetterWords(title, text)


def _remedy(raw: object, where: str) -> Remedy:
    table = _table(raw)
    refuse_odd_keys(table, required={"text"}, optional={"basis", "parameter"}, where=where)
    basis = article_from(_table(table["basis"]), where) if "basis" in table else None
    return Remedy(label_from(table["text"], where), basis, str(table.get("parameter", "")))


def _refuse_gaps(words: AllWords, where: str) -> None:
    lacking = [
        kind
        for kind in LetterKind
        if not (words.kinds.get(kind) and words.kinds[kind].title and words.kinds[kind].text)
    ]
    unknown = {code for named in words.remedies_of.values() for code in named} - set(words.remedies)
    if lacking or unknown or OTHERWISE not in words.remedies_of:
        raise InvalidLaw(
            where,
            f"文书种类缺少文字：{lacking}；救济途径不存在：{sorted(unknown)}。请补上。",
            f"kinds without words: {lacking}; remedies that are not there: {sorted(unknown)}. Add them.",
        )


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def _table(raw: object) -> Mapping[str, object]:
    return raw if isinstance(raw, Mapping) else {}


def _rows(raw: object) -> Sequence[str]:
    return raw if isinstance(raw, list) else []
