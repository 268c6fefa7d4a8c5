"""When a unit is warned: rules as data. One whose numbers the city has not decided is silent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from string import Formatter

from gongxin.catalogue.label import Label
from gongxin.catalogue.table import InvalidItem, Table, toml
from gongxin.law.citation import Article
from gongxin.law.parameter import Parameters, Value

FOLDER = Path(__file__).parent / "warnings"


class WarningKind(StrEnum):
    """What is watched; each has words that its text may name."""

    NEW_RECORD = "new_record"
    STATUS = "status"
    GRADE = "grade"
    LICENCE = "licence"
    CASE = "case"
    INSPECTION = "inspection"
    FOLLOW_UP = "follow_up"
    REPEATED = "repeated"


WORDS: Mapping[WarningKind, frozenset[str]] = {
    WarningKind.NEW_RECORD: frozenset({"title"}),
    WarningKind.STATUS: frozenset({"status"}),
    WarningKind.GRADE: frozenset({"before", "after"}),
    WarningKind.LICENCE: frozenset({"title", "last_day"}),
    WarningKind.CASE: frozenset({"number", "last_day"}),
    WarningKind.INSPECTION: frozenset({"last_day"}),
    WarningKind.FOLLOW_UP: frozenset({"last_day"}),
    WarningKind.REPEATED: frozenset({"count", "months"}),
}


class WarningOutcome(StrEnum):
    """What became of a warning."""

    ACTED = "acted"
    KNOWN = "known"
    UNFOUNDED = "unfounded"


WARNING_OUTCOMES: Mapping[WarningOutcome, Label] = {
    WarningOutcome.ACTED: Label("已采取措施", "Acted upon"),
    WarningOutcome.KNOWN: Label("已掌握，无需再办", "Known, nothing to do"),
    WarningOutcome.UNFOUNDED: Label("规则误报", "The rule was wrong"),
}


@dataclass(frozen=True, slots=True)
class WarningRule:
    """A rule; `days`, `count`, `months` and `due` name parameters, `tiers` and `models` narrow it.

    Without `due` a warning is due when the term ends that it is about.
    """

    code: str
    name: Label
    kind: WarningKind
    basis: Article
    text: Label
    due: str = ""
    days: str = ""
    count: str = ""
    months: str = ""
    tiers: tuple[str, ...] = ()
    models: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters without which it is silent; the term to deal with it is not one of them."""
        return tuple(name for name in (self.days, self.count, self.months) if name)

    def numbers_on(self, held: Parameters, on: date) -> Mapping[str, Value] | None:
        """Return the numbers that it goes by; None where the city still has to decide one."""
        found = {name: held[name].known_on(on) for name in self.parameters}
        decided = {name: value for name, value in found.items() if value is not None}
        return decided if len(decided) == len(found) else None

    def said(self, organisation: str, values: Mapping[str, object]) -> Label:
        """Return what a warning says, in the rule's words."""
        told = {name: _in_words(value) for name, value in values.items()}
        zh = {"organisation": organisation, **{name: one.zh for name, one in told.items()}}
        en = {"organisation": organisation, **{name: one.en for name, one in told.items()}}
        return Label(self.text.zh.format(**zh), self.text.en.format(**en))


def _in_words(value: object) -> Label:
    return Label(value["zh"], value["en"]) if isinstance(value, Mapping) else Label(str(value), str(value))


def precision(decided: Mapping[WarningOutcome, int]) -> float | None:
    """Return the share of decided warnings that were acted upon; None where none was decided."""
    total = sum(decided.values())
    return decided.get(WarningOutcome.ACTED, 0) / total if total else None


@lru_cache(maxsize=8)
def warning_rules(*folders: Path) -> tuple[WarningRule, ...]:
    """Return every rule; a city's own below `supervision/warnings` replaces ours of the same code.

    Raises:
        InvalidItem: a file says something that nobody would read.
    """
    kept = (FOLDER, *(folder / "supervision" / "warnings" for folder in folders))
    held = {rule.code: rule for folder in kept for rule in _of_folder(folder)}
    return tuple(held.values())


def _of_folder(folder: Path) -> Iterator[WarningRule]:
    yield from (read_warning_rule(path) for path in sorted(folder.glob("*.toml")))


def read_warning_rule(path: Path) -> WarningRule:
    """Return the rule of a file.

    Raises:
        InvalidItem: it says something that nobody would read, or names words that its kind does not give.
    """
    with Table(toml(path), path.name) as table:
        rule = WarningRule(
            code=table.text("code"),
            name=table.label("name"),
            kind=table.choice("kind", WarningKind),
            basis=table.article("basis"),
            text=table.label("text"),
            due=table.text_or_none("due") or "",
            days=table.text_or_none("days") or "",
            count=table.text_or_none("count") or "",
            months=table.text_or_none("months") or "",
            tiers=table.texts("tiers", ()),
            models=table.texts("models", ()),
        )
    known = WORDS[rule.kind] | {"organisation"}
    for text in (rule.text.zh, rule.text.en):
        if odd := sorted(set(_names(text)) - known):
            raise InvalidItem(
                path.name,
                f"text 中没有 {odd}；有：{sorted(known)}。",
                f"text: {odd} is none of {sorted(known)}.",
            )
    wanted = (False, True, True) if rule.kind is WarningKind.REPEATED else (True, False, False)
    if (bool(rule.days), bool(rule.count), bool(rule.months)) != wanted:
        raise InvalidItem(
            path.name,
            "repeated 写明 count 和 months，其他写明 days。",
            "repeated has count and months, others days.",
        )
    return rule


def _names(text: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(text) if name)
