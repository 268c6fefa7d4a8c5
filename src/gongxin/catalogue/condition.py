"""SQL conditions of the catalogue: parsed, kept to what a condition may do, and rendered for an engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from gongxin.catalogue.item import Item
from gongxin.catalogue.macro import MACROS
from gongxin.law.parameter import Parameters, load_parameters

TODAY = "today"
LEGAL_NUMBER = "parameter"  # parameter('group.name') is the number in force on the reporting day

# A condition looks at one row: columns, literals, comparisons, these functions. No query, window, lambda.
ALLOWED = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Placeholder, exp.Paren, exp.Array,
    exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, exp.Like, exp.Interval, exp.Var,
    exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg,
    exp.Case, exp.If, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Coalesce, exp.Nullif, exp.Greatest,
    exp.Least, exp.Abs, exp.Round, exp.Length, exp.Lower, exp.Upper, exp.Trim, exp.Substring, exp.Concat,
    exp.ConcatWs, exp.DPipe, exp.StartsWith, exp.EndsWith, exp.Contains, exp.RegexpLike, exp.RegexpFullMatch,
    exp.TimeToStr, exp.Year, exp.Month, exp.Day, exp.ArrayContains, exp.ArrayOverlaps, exp.ArraySize,
)  # fmt: skip


class InvalidCondition(Exception):
    """A condition does not parse, names a column the item does not have, or does more than look at a row."""

    def __init__(self, text: str, zh: str, en: str, *, reason: str) -> None:
        self.text, self.zh, self.en, self.reason = text, zh, en, reason
        super().__init__(f"{text}：{zh} / {en}")


@dataclass(frozen=True, eq=False)
class Condition:
    """A condition over one row of an item's typed columns; `columns` are the fields it reads.

    `written` is the condition as in the file, `expression` has its macros expanded. Equal texts over equal
    fields give the same object, so that what is worked out about one is worked out once.
    """

    text: str
    columns: frozenset[str]
    written: exp.Expr
    expression: exp.Expr

    def sql(self, on: date, *, parameters: Parameters | None = None, dialect: str = "duckdb") -> str:
        """Return the condition as SQL over quoted columns, for a reporting day.

        Raises:
            ParameterUnset: it needs a legal number that the city has not decided.
        """
        return self.tree(on, parameters=parameters).sql(dialect=dialect, copy=False)

    def tree(self, on: date, *, parameters: Parameters | None = None) -> exp.Expr:
        """Return what `sql` renders, the caller's own.

        Raises:
            ParameterUnset: see `sql`.
        """
        numbers = load_parameters() if parameters is None else parameters
        return self.expression.transform(_bound, on, numbers)

    @property
    def parameters(self) -> frozenset[str]:
        """The legal numbers it looks up."""
        return frozenset(_legal_number(node) for node in self.expression.find_all(exp.Anonymous)) - {""}


def condition(text: str, item: Item) -> Condition:
    """Return the condition over the fields that the item keeps.

    Raises:
        InvalidCondition: it is not a condition over this item's kept fields.
    """
    return parsed(text, frozenset(field.code for field in item.kept_fields))


@lru_cache(maxsize=4096)
def parsed(text: str, known: frozenset[str]) -> Condition:
    """Return the condition over the columns `known`."""
    tree = _tree(text)
    for node in tree.walk():
        _refuse(node, text)
    columns = frozenset(column.name for column in tree.find_all(exp.Column))
    if unknown := sorted(columns - known):
        raise InvalidCondition(
            text,
            f"没有字段 {'、'.join(unknown)}，或它在入库前丢弃。",
            f"no field {', '.join(unknown)}, or one dropped before storage.",
            reason="rule.unknown_field",
        )
    if not columns:
        raise InvalidCondition(
            text,
            "条件不看任何字段，不是恒真就是恒假。",
            "it reads no field: always true or never.",
            reason="rule.constant",
        )
    return Condition(text, columns, tree, tree.transform(_expanded))


def _tree(text: str) -> exp.Expr:
    try:
        trees = sqlglot.parse(text, read="duckdb")
    except SqlglotError as error:
        raise InvalidCondition(
            text, "不是有效的 SQL 条件。", f"not an SQL condition: {error}", reason="rule.unparsable"
        ) from error
    if len(trees) != 1 or trees[0] is None:
        raise InvalidCondition(
            text, "应为一个 SQL 条件。", "should be one SQL condition.", reason="rule.unparsable"
        )
    return trees[0]


def _refuse(node: exp.Expr, text: str) -> None:
    if isinstance(node, exp.Anonymous):
        macro = MACROS.get(node.name.lower())
        arity = len(macro.parameters) if macro else 0
        if not _legal_number(node) and (macro is None or arity != len(node.expressions)):
            raise _forbidden(text, node.name)
    elif isinstance(node, exp.Column) and node.table:
        raise _forbidden(text, node.sql())
    elif isinstance(node, exp.Placeholder) and node.name != TODAY:
        raise _forbidden(text, f":{node.name}")
    elif not isinstance(node, ALLOWED):
        raise _forbidden(text, type(node).__name__.upper())


def _forbidden(text: str, what: str) -> InvalidCondition:
    return InvalidCondition(
        text,
        f"条件中不得使用 {what}：只能逐行比较本事项的字段。",
        f"{what} has no place in a condition, which compares the fields of one row.",
        reason="rule.forbidden",
    )


def _legal_number(node: exp.Expr) -> str:
    """The parameter that a call of `parameter` names; empty for anything else."""
    if not isinstance(node, exp.Anonymous) or node.name.lower() != LEGAL_NUMBER or len(node.expressions) != 1:
        return ""
    key = node.expressions[0]
    return key.name if isinstance(key, exp.Literal) and key.is_string else ""


def _expanded(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Anonymous) or _legal_number(node):
        return node
    macro = MACROS[node.name.lower()]
    arguments = dict(zip(macro.parameters, node.expressions, strict=True))
    return exp.paren(_template(macro.sql).transform(_filled, arguments), copy=False)


@lru_cache(maxsize=64)
def _template(sql: str) -> exp.Expr:
    return sqlglot.parse_one(sql, read="duckdb")


def _filled(node: exp.Expr, arguments: Mapping[str, exp.Expr]) -> exp.Expr:
    if isinstance(node, exp.Column) and node.name in arguments:
        return exp.paren(arguments[node.name].copy(), copy=False)
    return node


def _bound(node: exp.Expr, on: date, parameters: Parameters) -> exp.Expr:
    if isinstance(node, exp.Placeholder):
        return exp.cast(exp.Literal.string(on.isoformat()), "DATE")
    if isinstance(node, exp.Column):
        return exp.column(exp.to_identifier(node.name, quoted=True))
    if key := _legal_number(node):
        return exp.Literal.number(parameters[key].on(on).number)
    return node
