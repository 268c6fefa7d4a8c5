"""Pieces of Spark SQL, and the refusal of what has none."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp

IS_SPARK = "spark"  # marks a node that is Spark's already
MEMBER = "get_json_object"

Rule = Callable[[exp.Expr], exp.Expr]
Rules = Mapping[type[exp.Expr], Rule]
NamedRules = Mapping[str, Rule]


class NotTranslated(Exception):
    """A statement uses something that is not known to mean the same on Spark."""

    def __init__(self, node: exp.Expr) -> None:
        what = node.name if isinstance(node, exp.Anonymous) else type(node).__name__
        super().__init__(
            f"{what} 尚未与 Spark 对照，不能在 Spark 上运行：{node.sql('duckdb')[:120]}。请用 DuckDB。"
            f" / {what} has not been compared with Spark; run it on DuckDB."
        )


def call(name: str, *arguments: exp.Expr | str | int) -> exp.Anonymous:
    """Return a call of a function of Spark; a text is a literal."""
    made = exp.Anonymous(this=name, expressions=[_argument(one) for one in arguments])
    made.meta[IS_SPARK] = True
    return made


def _argument(one: exp.Expr | str | int) -> exp.Expr:
    if isinstance(one, exp.Expr):
        return one
    return exp.Literal.string(one) if isinstance(one, str) else exp.Literal.number(one)


def filled(template: str, **parts: exp.Expr) -> exp.Expr:
    """Return Spark SQL with each `:name` filled in."""
    return exp.replace_placeholders(_parsed(template).copy(), **parts)


@lru_cache(maxsize=128)
def _parsed(template: str) -> exp.Expr:
    return sqlglot.parse_one(template, read="spark")


def text_of(node: exp.Expr | None) -> str:
    if not isinstance(node, exp.Literal) or not node.is_string:
        raise NotTranslated(node or exp.null())
    return node.name


def is_call(node: exp.Expr, *names: str) -> bool:
    """Say whether a node calls one of these functions of Spark."""
    return isinstance(node, exp.Anonymous) and node.name in names
