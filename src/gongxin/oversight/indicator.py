"""Indicators of oversight as data: what is counted, of what, by which unit, and how much is wanted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from gongxin.catalogue.condition import Condition, InvalidCondition, parsed
from gongxin.catalogue.label import Label
from gongxin.catalogue.table import InvalidItem, Table, toml
from gongxin.evaluation.condition import refuse_engine_own
from gongxin.law.citation import Article
from gongxin.oversight.relation import KEYS, RELATIONS, Relation, RelationKind

FOLDER = Path(__file__).parent / "indicators"


@dataclass(frozen=True, slots=True)
class Amount:
    """The rows for which a condition holds, or the sum of a column over them; without both: every row."""

    where: Condition | None
    column: str


@dataclass(frozen=True, slots=True)
class OversightIndicator:
    """`part` of `whole` over a relation, for each group of `by`.

    `months` is how far back is looked, from the day on; None: all that stands. `target` names a parameter,
    which holds for `target_items`; none: for all. `lower_is_better`: the target is a bound from above.
    `is_average`: part for each of whole, where it may be above one. `text` is the file.
    """

    code: str
    name: Label
    note: Label
    basis: tuple[Article, ...]
    relation: RelationKind
    by: tuple[str, ...]
    months: int | None
    part: Amount
    whole: Amount
    target: str
    target_items: tuple[str, ...]
    lower_is_better: bool
    is_average: bool
    text: str = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the file: figures by another wording are another indicator's."""
        return sha256(self.text.encode()).hexdigest()

    def is_aimed(self, item: str) -> bool:
        """Say whether the target holds for an item."""
        return bool(self.target) and (not self.target_items or item in self.target_items)


class UnknownIndicator(Exception):
    """No indicator has this code."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"没有监测指标 {code[:40]!r}。可选：{'、'.join(known)}。"
            f" / There is no indicator {code[:40]!r}; there are {', '.join(known)}."
        )


@lru_cache(maxsize=8)
def indicators(*folders: Path) -> tuple[OversightIndicator, ...]:
    """Return every indicator by code; a city's own, below `oversight/indicators`, replaces ours of its code.

    Raises:
        InvalidItem: a file says something that nobody would read.
    """
    kept = (FOLDER, *(folder / "oversight" / "indicators" for folder in folders))
    held = {one.code: one for folder in kept for one in _of_folder(folder)}
    return tuple(held[code] for code in sorted(held))


def indicator(code: str, *folders: Path) -> OversightIndicator:
    """Return one indicator.

    Raises:
        UnknownIndicator
    """
    known = {one.code: one for one in indicators(*folders)}
    if code not in known:
        raise UnknownIndicator(code, tuple(known))
    return known[code]


def _of_folder(folder: Path) -> Iterator[OversightIndicator]:
    yield from (read_indicator(path) for path in sorted(folder.glob("*.toml")))


def read_indicator(path: Path) -> OversightIndicator:
    """Return the indicator of a file.

    Raises:
        InvalidItem: it says something that nobody would read, or that not every engine reads alike.
    """
    with Table(toml(path), path.name) as table:
        kind = table.choice("relation", RelationKind)
        relation = RELATIONS[kind]
        found = OversightIndicator(
            code=table.text("code"),
            name=table.label("name"),
            note=table.label("note"),
            basis=tuple(_articles(table)),
            relation=kind,
            by=table.texts("by"),
            months=table.whole_or_none("months"),
            part=_amount(table, "part", relation),
            whole=_amount(table, "whole", relation),
            target=table.text_or_none("target") or "",
            target_items=table.texts("target_items", ()),
            lower_is_better=table.truth("lower_is_better", False),
            is_average=table.truth("is_average", False),
            text=path.read_text("utf-8"),
        )
    _refuse_odd(found, relation, path.name)
    return found


def _articles(table: Table) -> Iterator[Article]:
    for one in table.tables("basis"):
        with one:
            yield one.as_article()


def _amount(table: Table, key: str, relation: Relation) -> Amount:
    """Return the rows to count, of a table such as `{ where = "…", sum = "…" }`."""
    with table.table(key) as told:
        where, column = told.text_or_none("where"), told.text_or_none("sum") or ""
        if column and relation.columns.get(column) != "BIGINT":
            raise told.wrong("sum", f"{column} 不是数量。", f"{column} is no number of the relation.")
        if where is None:
            return Amount(None, column)
        try:
            found = parsed(where, frozenset(relation.columns))
            refuse_engine_own(found)
        except InvalidCondition as odd:
            raise told.wrong("where", odd.zh, odd.en) from odd
        if found.parameters:
            raise told.wrong("where", "不得引用参数。", "no parameter can be looked up here.")
        return Amount(found, column)


def _refuse_odd(found: OversightIndicator, relation: Relation, where: str) -> None:
    known = [key for key in KEYS if key in relation.columns]
    if odd := sorted(set(found.by) - set(known)):
        raise InvalidItem(where, f"by 中没有 {odd}；有：{known}。", f"by: {odd} is none of {known}.")
    if found.months is not None and not (relation.day and found.months > 0):
        raise InvalidItem(
            where,
            "months 应为正数，且所统计的内容应有日期。",
            "months: a positive number, and only where what is counted has a day.",
        )
    if found.target_items and not found.target:
        raise InvalidItem(where, "没有 target，不应写 target_items。", "target_items without a target.")
