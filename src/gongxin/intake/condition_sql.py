"""Conditions of the catalogue made cheap for rows in bulk, without changing when they hold."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from gongxin.catalogue.condition import parsed
from gongxin.law.parameter import load_parameters


@lru_cache(maxsize=4096)
def rendered(
    text: str, known: frozenset[str], on: date, folders: tuple[Path, ...] = ()
) -> tuple[str, frozenset[str]]:
    """Return a condition over the fields `known` as SQL for a reporting day, and the fields it looks at.

    `folders` hold the city's own legal numbers.
    """
    found = parsed(text, known)
    return found.sql(on, parameters=load_parameters(*folders)), found.columns


@lru_cache(maxsize=256)
def shared(conditions: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return named expressions that several conditions work out alike, and the conditions using the names."""
    trees = [sqlglot.parse_one(text, read="duckdb") for text in conditions]
    cases = [[(case, case.sql(dialect="duckdb")) for case in _outer_cases(tree)] for tree in trees]
    uses = Counter(sql for found in cases for sql in {sql for _, sql in found})
    names = {
        sql: f"e{place}" for place, sql in enumerate(sorted(sql for sql, count in uses.items() if count > 1))
    }
    used = tuple(_named(tree, found, names) for tree, found in zip(trees, cases, strict=True))
    return tuple(f"{sql} AS {name}" for sql, name in names.items()), used


def _named(tree: exp.Expr, cases: Sequence[tuple[exp.Case, str]], names: Mapping[str, str]) -> str:
    for case, sql in cases:
        if sql not in names:
            continue
        if case is tree:
            return names[sql]
        case.replace(exp.column(names[sql]))
    return tree.sql(dialect="duckdb")


def _outer_cases(tree: exp.Expr) -> Iterator[exp.Case]:
    """Yield each CASE that stands in no other; inside, a lambda's own names would be lost."""
    for node in tree.walk(prune=lambda node: isinstance(node, exp.Case)):
        if isinstance(node, exp.Case):
            yield node


@lru_cache(maxsize=4096)
def lazy(condition: str) -> str:
    """Return the condition with the right side of an AND worked out only where the left side holds.

    DuckDB computes both sides of an AND for every row of a projection, but only the branch of a CASE that is
    taken. Whether the condition holds stays the same; false and unknown may be exchanged, so not under a NOT.
    """
    return sqlglot.parse_one(condition, read="duckdb").transform(_as_case, copy=False).sql(dialect="duckdb")


def _as_case(node: exp.Expr) -> exp.Expr:
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
