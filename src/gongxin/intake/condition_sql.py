"""Conditions of the catalogue made cheap for rows in bulk, without changing when they hold."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlglot import exp

from gongxin.catalogue.condition import parsed
from gongxin.law.parameter import load_parameters

Folders = tuple[Path, ...]
Bits = tuple[tuple[str, str, tuple[str, ...]], ...]  # a field, the column of its bits, and its codes
WORDS = re.compile(r"[^\\.\[\](){}*+?^$|]+(?:\|[^\\.\[\](){}*+?^$|]+)*")


@lru_cache(maxsize=4096)
def rendered(text: str, known: frozenset[str], on: date, folders: Folders = ()) -> tuple[str, frozenset[str]]:
    """Return a condition over the fields `known` as SQL for a reporting day, and the fields it looks at.

    `folders` hold the city's own legal numbers.
    """
    found = parsed(text, known)
    return found.sql(on, parameters=load_parameters(*folders)), found.columns


@dataclass(frozen=True, slots=True)
class Lazy:
    """Conditions as SQL, the fields that each looks at, and named expressions that several work out alike."""

    conditions: tuple[str, ...]
    fields: tuple[frozenset[str], ...]
    shared: tuple[str, ...]


@lru_cache(maxsize=256)
def lazy(
    texts: tuple[str, ...], known: frozenset[str], on: date, folders: Folders = (), bits: Bits = ()
) -> Lazy:
    """Return conditions with little to be worked out for each row; when they hold stays the same.

    DuckDB computes both sides of an AND for every row of a projection, but only the branch of a CASE that is
    taken. False and unknown may be exchanged, so a condition made lazy cannot stand under a NOT.
    """
    numbers = load_parameters(*folders)
    found = [parsed(text, known) for text in texts]
    trees = [one.tree(on, parameters=numbers).transform(_as_bits, bits, copy=False) for one in found]
    cases = [list(_outer_cases(tree)) for tree in trees]
    uses = Counter(case for several in cases for case in set(several))
    shared = {case: case.sql(dialect="duckdb") for case, count in uses.items() if count > 1}
    names = {case: f"e{place}" for place, case in enumerate(sorted(shared, key=shared.__getitem__))}
    used = [_named(tree, several, names) for tree, several in zip(trees, cases, strict=True)]
    return Lazy(
        tuple(_without_haste(tree).sql(dialect="duckdb", copy=False) for tree in used),
        tuple(one.columns for one in found),
        tuple(f"{shared[case]} AS {name}" for case, name in names.items()),
    )


def _named(tree: exp.Expr, cases: Sequence[exp.Case], names: Mapping[exp.Case, str]) -> exp.Expr:
    for case in cases:
        if case not in names:
            continue
        if case is tree:
            return exp.column(names[case])
        case.replace(exp.column(names[case]))
    return tree


def _outer_cases(tree: exp.Expr) -> Iterator[exp.Case]:
    """Yield each CASE that stands in no other; inside, a lambda's own names would be lost."""
    for node in tree.walk(prune=lambda node: isinstance(node, exp.Case)):
        if isinstance(node, exp.Case):
            yield node


def _without_haste(tree: exp.Expr) -> exp.Expr:
    return tree.transform(_as_words, copy=False).transform(_as_case, copy=False)


def _as_bits(node: exp.Expr, bits: Bits) -> exp.Expr:
    """A search in a list of codes as a look at the column that has them as bits."""
    if not isinstance(node, exp.ArrayContains | exp.ArrayOverlaps) or not isinstance(node.this, exp.Column):
        return node
    name, codes = next(((name, codes) for field, name, codes in bits if field == node.this.name), ("", ()))
    wanted = node.expression.expressions if isinstance(node.expression, exp.Array) else [node.expression]
    if not all(isinstance(one, exp.Literal) and one.name in codes for one in wanted):
        return node
    number = sum(1 << codes.index(code) for code in {one.name for one in wanted})
    looked_at = exp.BitwiseAnd(
        this=exp.column(name), expression=exp.cast(exp.Literal.number(number), exp.DataType.Type.UBIGINT)
    )
    return exp.paren(exp.NEQ(this=exp.paren(looked_at), expression=exp.Literal.number(0)))


def _as_words(node: exp.Expr) -> exp.Expr:
    """A pattern of nothing but words as a search for each: half the cost."""
    pattern = node.args.get("expression")
    if not isinstance(node, exp.RegexpLike) or not isinstance(pattern, exp.Literal) or node.args.get("flag"):
        return node
    if not WORDS.fullmatch(pattern.name):
        return node
    words = [exp.Literal.string(word) for word in pattern.name.split("|")]
    return exp.paren(exp.or_(*(exp.Contains(this=node.this.copy(), expression=word) for word in words)))


def _as_case(node: exp.Expr) -> exp.Expr:
    """An AND with its right side worked out only where the left side holds."""
    if not isinstance(node, exp.And) or not _is_positive(node):
        return node
    return exp.Case(ifs=[exp.If(this=node.left, true=node.right)], default=exp.false())


def _is_positive(node: exp.Expr) -> bool:
    above = node.parent
    while above is not None:
        if not isinstance(above, exp.And | exp.Or | exp.Paren):
            return False
        above = above.parent
    return True
