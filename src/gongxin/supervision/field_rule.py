"""By field of supervision: the class of risk, and how many are inspected, how often, in what manner."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from gongxin.catalogue.label import Label
from gongxin.catalogue.table import InvalidItem, Table, toml
from gongxin.law.citation import Article
from gongxin.law.parameter import Parameters, Value
from gongxin.organisations.industry import industry

FOLDER = Path(__file__).parent / "fields"


class Manner(StrEnum):
    """How an organisation is inspected."""

    OFFSITE = "offsite"
    ORDINARY = "ordinary"
    ATTENTION = "attention"
    STRICT = "strict"


MANNERS: Mapping[Manner, Label] = {
    Manner.OFFSITE: Label("以非现场检查为主，无事不扰", "Mostly off site: no visit without a reason"),
    Manner.ORDINARY: Label("按常规抽查", "Ordinary random inspection"),
    Manner.ATTENTION: Label("重点关注，提高抽查比例和频次", "Closer attention: more, and more often"),
    Manner.STRICT: Label("严格监管，必须现场检查", "Strict: always on site"),
}


@dataclass(frozen=True, slots=True)
class RiskClass:
    """A class of risk; `grades` of an evaluation lead to it, `ratio` and `frequency` name parameters."""

    code: str
    name: Label
    grades: tuple[str, ...]
    ratio: str
    frequency: str
    manner: Manner

    def ratio_on(self, parameters: Parameters, on: date) -> Value | None:
        """Return the share to inspect; None where the city has not decided."""
        return parameters[self.ratio].known_on(on)

    def frequency_on(self, parameters: Parameters, on: date) -> Value | None:
        return parameters[self.frequency].known_on(on)


@dataclass(frozen=True, slots=True)
class FindingRule:
    """What the authority found itself, and the class that follows at least.

    Entries of `item` that the authority handed in, not older than the parameter `months` says, whose `column`
    holds one of `values` (none: any); as many as the parameter `count` says, or one.
    """

    code: str
    name: Label
    item: str
    column: str
    values: tuple[str, ...]
    months: str
    count: str
    to: str
    basis: Article


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A field as it is supervised from a day on; `classes` from the least risk to the greatest.

    `industries` are the codes that belong to the field, sections or classes; none means all. `models` are the
    evaluations whose grades count, the first that has one of an organisation.
    """

    code: str
    name: Label
    from_: date
    basis: tuple[Article, ...]
    industries: tuple[str, ...]
    models: tuple[str, ...]
    ungraded: str
    classes: tuple[RiskClass, ...]
    findings: tuple[FindingRule, ...]

    def class_(self, code: str) -> RiskClass:
        return next(one for one in self.classes if one.code == code)

    def undecided(self, parameters: Parameters, on: date) -> tuple[str, ...]:
        """Return the parameters that the city still has to decide before a draw by this rule."""
        return tuple(one.ratio for one in self.classes if one.ratio_on(parameters, on) is None)


class UnknownField(Exception):
    """No rule for a field of this name is in force."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"没有监管领域 {code[:40]!r} 的规则，或者尚未施行。请在“分级分类监管”中查看。"
            f" / No rule for the field {code[:40]!r} is in force. See the fields of graded supervision."
        )


def field_rules(on: date, *folders: Path) -> tuple[FieldRule, ...]:
    """Return the rule in force for each field; a city's own below `supervision/fields` come after ours.

    Raises:
        InvalidItem: a file says something that nobody would read.
    """
    held: dict[str, FieldRule] = {}
    for rule in _all(folders):
        known = held.get(rule.code)
        if rule.from_ <= on and (known is None or known.from_ <= rule.from_):
            held[rule.code] = rule
    return tuple(held.values())


def field_rule(code: str, on: date, *folders: Path) -> FieldRule:
    """Return the rule in force for a field.

    Raises:
        UnknownField: there is none.
    """
    found = next((rule for rule in field_rules(on, *folders) if rule.code == code), None)
    if found is None:
        raise UnknownField(code)
    return found


@lru_cache(maxsize=8)
def _all(folders: tuple[Path, ...]) -> tuple[FieldRule, ...]:
    kept = (FOLDER, *(folder / "supervision" / "fields" for folder in folders))
    return tuple(read_field_rule(path) for folder in kept for path in sorted(folder.glob("*/*.toml")))


def read_field_rule(path: Path) -> FieldRule:
    """Return the rule of a file.

    Raises:
        InvalidItem: it says something that nobody would read.
    """
    with Table(toml(path), path.name) as table:
        rule = FieldRule(
            code=table.text("code"),
            name=table.label("name"),
            from_=table.day("from"),
            basis=tuple(_articles(table)),
            industries=table.texts("industries", ()),
            models=table.texts("models"),
            ungraded=table.text("ungraded"),
            classes=tuple(_class(one) for one in table.tables("classes")),
            findings=tuple(_finding(one) for one in table.tables("findings", ())),
        )
    _refuse_odd(rule, path.name)
    return rule


def _articles(table: Table) -> Iterator[Article]:
    for one in table.tables("basis"):
        with one:
            yield one.as_article()


def _class(table: Table) -> RiskClass:
    with table:
        return RiskClass(
            code=table.text("code"),
            name=table.label("name"),
            grades=table.texts("grades"),
            ratio=table.text("ratio"),
            frequency=table.text("frequency"),
            manner=table.choice("manner", Manner),
        )


def _finding(table: Table) -> FindingRule:
    with table:
        return FindingRule(
            code=table.text("code"),
            name=table.label("name"),
            item=table.text("item"),
            column=table.text_or_none("column") or "",
            values=table.texts("values", ()),
            months=table.text("months"),
            count=table.text_or_none("count") or "",
            to=table.text("to"),
            basis=table.article("basis"),
        )


def _refuse_odd(rule: FieldRule, where: str) -> None:
    codes = [one.code for one in rule.classes]
    grades = [grade for one in rule.classes for grade in one.grades]
    if not codes or len(set(codes)) < len(codes) or len(set(grades)) < len(grades):
        raise InvalidItem(
            where, "classes 至少一类，代码和等级不得重复。", "classes: at least one, no code or grade twice."
        )
    if lost := sorted({rule.ungraded, *(one.to for one in rule.findings)} - set(codes)):
        raise InvalidItem(where, f"没有风险类别 {lost}。", f"there is no class {lost}.")
    if odd := [code for code in rule.industries if industry(code) is None]:
        raise InvalidItem(where, f"没有行业代码 {odd}。", f"there is no industry {odd}.")
    if any(bool(one.column) != bool(one.values) for one in rule.findings):
        raise InvalidItem(where, "column 和 values 应一并写明。", "column and values go together.")
