"""SQL written for DuckDB, made Spark's: the same rows, or a refusal.

`sqlglot` reads and writes both languages; this module knows where the same word means two things, and spells
the meaning of DuckDB out in Spark's built-in functions. What it does not know it refuses by name, so that no
rule ever runs under a meaning nobody has compared. `tests/engine/test_dialect.py` compares.
"""

import sqlglot
from sqlglot import exp

from gongxin.engine import spark_list, spark_number, spark_text
from gongxin.engine.spark_call import IS_SPARK, NamedRules, NotTranslated, Rules

# Both engines mean the same by these; a test holds each against the other.
SAME = (
    exp.Select, exp.From, exp.Where, exp.Join, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit,
    exp.With, exp.CTE, exp.Union, exp.Subquery, exp.Table, exp.TableAlias, exp.Alias, exp.Star, exp.Window,
    exp.Distinct, exp.Tuple,
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.DataType,
    exp.DataTypeParam, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, exp.EQ, exp.NEQ, exp.GT,
    exp.GTE, exp.LT, exp.LTE, exp.Add, exp.Sub, exp.Mul, exp.Mod, exp.Neg, exp.BitwiseAnd, exp.BitwiseOr,
    exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least, exp.Abs, exp.Round, exp.Floor,
    exp.Length, exp.Substring, exp.Left, exp.Replace, exp.Translate, exp.Contains, exp.StartsWith,
    exp.EndsWith, exp.Concat, exp.ConcatWs, exp.StrPosition, exp.SplitPart, exp.Reverse, exp.Chr, exp.SHA2,
    exp.Array, exp.Transform, exp.Lambda, exp.Year, exp.Month, exp.Day, exp.Interval, exp.Var,
    exp.Count, exp.Sum, exp.Min, exp.Max, exp.ArgMax, exp.BitwiseOrAgg, exp.RowNumber, exp.Split, exp.IntDiv,
    exp.Like, exp.JSONPath, exp.JSONPathRoot, exp.JSONPathKey,
)  # fmt: skip


def spark_sql(sql: str) -> str:
    """Return one DuckDB statement as Spark SQL.

    Raises:
        NotTranslated: part of it is not known to mean the same.
        UnknownPattern: a regular expression is not.
    """
    return translated(sqlglot.parse_one(sql, read="duckdb")).sql(dialect="spark")


def translated(tree: exp.Expr) -> exp.Expr:
    """Return the tree with every meaning that differs spelt out; see `spark_sql`."""
    spark_list.number_from_zero(tree)
    tree = tree.transform(spark_list.mapped, copy=False)
    for node in _children_first(tree):
        replacement = _translate(node)
        if replacement is not node:
            if node is tree:
                tree = replacement
            node.replace(replacement)
    return tree


def _children_first(tree: exp.Expr) -> list[exp.Expr]:
    return list(reversed(list(tree.bfs())))


def _translate(node: exp.Expr) -> exp.Expr:
    if IS_SPARK in node.meta:
        return node
    rule = BY_NAME.get(node.name.lower()) if isinstance(node, exp.Anonymous) else BY_TYPE.get(type(node))
    if rule is None and not isinstance(node, SAME):
        raise NotTranslated(node)
    return rule(node) if rule else node


BY_TYPE: Rules = {**spark_text.BY_TYPE, **spark_number.BY_TYPE, **spark_list.BY_TYPE}
BY_NAME: NamedRules = {**spark_text.BY_NAME, **spark_number.BY_NAME, **spark_list.BY_NAME}
