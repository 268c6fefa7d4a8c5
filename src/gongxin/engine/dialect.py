"""SQL written for DuckDB, made Spark's: the same rows, or a refusal.

`sqlglot` reads and writes both languages; this module knows where the same word means two things, and spells
the meaning of DuckDB out in Spark's built-in functions. What it does not know it refuses by name, so that no
rule ever runs under a meaning nobody has compared. `tests/engine/test_dialect.py` compares.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp

from gongxin.engine.pattern import java_full_pattern, java_pattern, java_replacement

# DuckDB's trim() without characters takes every Unicode space; Spark's only the ordinary one.
SPACES = " \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
BLANK = r"[ \t\n\x0B\f\r]"
DIGITS = "[0-9]+(?:_[0-9]+)*"
# What DuckDB reads as a number. Java would also take full-width digits, `12d` and `0x1p3`.
NUMBER = rf"\A{BLANK}*[+-]?(?:{DIGITS}\.?(?:{DIGITS})?|\.{DIGITS})(?:[eE][+-]?[0-9]{{1,3}})?{BLANK}*\z"
INTEGER = rf"\A{BLANK}*[+-]?[0-9]+{BLANK}*\z"
DAY = rf"\A{BLANK}*([0-9]{{4}})([-/ \\])([0-9]{{1,2}})\2([0-9]{{1,2}}){BLANK}*\z"
COMPACT_DAY = r"\A([0-9]{4})([0-9]{2})([0-9]{2})\z"
IS_SPARK = "spark"  # a node that is Spark's already
WIDEST = "DECIMAL(38, 6)"
FORMATS = {"%Y%m%d": "yyyyMMdd", "%Y-%m-%d": "yyyy-MM-dd", "%Y-%m": "yyyy-MM", "%Y": "yyyy"}

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
    exp.Count, exp.Sum, exp.Min, exp.Max, exp.BitwiseOrAgg, exp.RowNumber, exp.Split, exp.IntDiv, exp.Like,
)  # fmt: skip


class NotTranslated(Exception):
    """A statement uses something that is not known to mean the same on Spark."""

    def __init__(self, node: exp.Expr) -> None:
        what = node.name if isinstance(node, exp.Anonymous) else type(node).__name__
        super().__init__(
            f"{what} 尚未与 Spark 对照，不能在 Spark 上运行：{node.sql('duckdb')[:120]}。请用 DuckDB。"
            f" / {what} has not been compared with Spark; run it on DuckDB."
        )


def spark_sql(sql: str) -> str:
    """Return one DuckDB statement as Spark SQL.

    Raises:
        NotTranslated: part of it is not known to mean the same.
        UnknownPattern: a regular expression is not.
    """
    return translated(sqlglot.parse_one(sql, read="duckdb")).sql(dialect="spark")


def translated(tree: exp.Expr) -> exp.Expr:
    """Return the tree with every meaning that differs spelt out; see `spark_sql`."""
    _number_from_one(tree)
    tree = tree.transform(_mapped, copy=False)
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


def call(name: str, *arguments: exp.Expr | str | int) -> exp.Anonymous:
    """Return a call of a function of Spark; a text is a literal."""
    made = exp.Anonymous(this=name, expressions=[_argument(one) for one in arguments])
    made.meta[IS_SPARK] = True
    return made


def _argument(one: exp.Expr | str | int) -> exp.Expr:
    if isinstance(one, exp.Expr):
        return one
    return exp.Literal.string(one) if isinstance(one, str) else exp.Literal.number(one)


def _filled(template: str, **parts: exp.Expr) -> exp.Expr:
    """Return Spark SQL with each `:name` filled in."""
    return exp.replace_placeholders(_parsed(template).copy(), **parts)


@lru_cache(maxsize=128)
def _parsed(template: str) -> exp.Expr:
    return sqlglot.parse_one(template, read="spark")


def _text(node: exp.Expr | None) -> str:
    if not isinstance(node, exp.Literal) or not node.is_string:
        raise NotTranslated(node or exp.null())
    return node.name


# Texts


def _trim(node: exp.Expr) -> exp.Expr:
    if node.args.get("expression") is None:
        node.set("expression", exp.Literal.string(SPACES))
    return node


def _regexp_like(node: exp.Expr) -> exp.Expr:
    return call("rlike", node.this, java_pattern(_text(node.expression)))


def _regexp_full_match(node: exp.Expr) -> exp.Expr:
    return call("rlike", node.this, java_full_pattern(_text(node.expression)))


def _regexp_extract(node: exp.Expr) -> exp.Expr:
    group = node.args.get("group") or exp.Literal.number(0)
    name = "regexp_extract_all" if isinstance(node, exp.RegexpExtractAll) else "regexp_extract"
    return call(name, node.this, java_pattern(_text(node.expression)), group)


def _regexp_replace(node: exp.Expr) -> exp.Expr:
    pattern, options = _text(node.expression), node.args.get("modifiers")
    is_all = options is not None and _text(options) == "g"
    if (options is not None and not is_all) or (not is_all and not pattern.startswith("^")):
        raise NotTranslated(node)  # without `g` DuckDB replaces the first match, Spark every one
    replacement = java_replacement(_text(node.args["replacement"]))
    return call("regexp_replace", node.this, java_pattern(pattern), replacement)


def _regexp_split(node: exp.Expr) -> exp.Expr:
    return call("split", node.this, java_pattern(_text(node.expression)))


def _octets(node: exp.Expr) -> exp.Expr:
    return call("octet_length", node.expressions[0])


def _pipes(node: exp.Expr) -> exp.Expr:
    return call("concat", node.this, node.expression)  # null where either is null, in both


# Numbers and days


def _cast(node: exp.Expr) -> exp.Expr:
    kind = node.args["to"]
    if kind.this is exp.DataType.Type.UBIGINT:
        node.set("to", exp.DataType.build("BIGINT"))  # masks of 62 bits fit
    elif kind.this in exp.DataType.INTEGER_TYPES:
        node.set("this", _rounded(node.this))
    return node


WHOLE = (exp.Literal, exp.Floor, exp.IntDiv, exp.StrPosition, exp.Count)


def _rounded(number: exp.Expr) -> exp.Expr:
    """A number as DuckDB makes it whole, an even one from the middle of two; Spark would cut it off."""
    inner = number
    while isinstance(inner, exp.Paren | exp.Mul | exp.Add | exp.Sub | exp.Mod | exp.Neg):
        inner = inner.this
    if isinstance(inner, exp.Cast) and inner.args["to"].this in exp.DataType.REAL_TYPES:
        return call("rint", number)
    return number if isinstance(inner, WHOLE) else exp.Round(this=number, decimals=exp.Literal.number(0))


def _try_cast(node: exp.Expr) -> exp.Expr:
    match node.args["to"].this:
        case exp.DataType.Type.DATE:
            return _day(node.this, DAY, (1, 3, 4))
        case exp.DataType.Type.DECIMAL if isinstance(node.this, exp.Case):
            return exp.cast(node.this, node.args["to"])  # a number already; too large a one is null
        case exp.DataType.Type.DECIMAL | exp.DataType.Type.DOUBLE:
            shape = NUMBER
        case exp.DataType.Type.BIGINT | exp.DataType.Type.INT:
            shape = INTEGER
        case _:
            raise NotTranslated(node)
    number = exp.cast(call("replace", node.this.copy(), "_", ""), node.args["to"])
    return exp.Case(ifs=[exp.If(this=call("rlike", node.this, shape), true=number)])


def _try_strptime(node: exp.Expr) -> exp.Expr:
    text, form = node.expressions
    if _text(form) != "%Y%m%d":
        raise NotTranslated(node)
    return _day(text, COMPACT_DAY, (1, 2, 3))


def _day(text: exp.Expr, shape: str, groups: tuple[int, int, int]) -> exp.Expr:
    numbers = [exp.cast(call("regexp_extract", text.copy(), shape, group), "INT") for group in groups]
    is_day = call("rlike", text.copy(), shape)
    return exp.Case(ifs=[exp.If(this=is_day, true=call("make_date", *numbers))])


def _formatted(node: exp.Expr) -> exp.Expr:
    form = FORMATS.get(_text(node.args["format"]))
    if form is None:
        raise NotTranslated(node)
    return call("date_format", node.this, form)


def _add(node: exp.Expr) -> exp.Expr:
    """A day and a number of months, or of days."""
    right = node.expression
    if isinstance(right, exp.Anonymous) and right.name == "gongxin_months":
        return call("add_months", node.this, right.expressions[0])
    return node


def _months(node: exp.Expr) -> exp.Expr:
    return call("gongxin_months", node.expressions[0])


# Lists


def _contains_item(node: exp.Expr) -> exp.Expr:
    return _filled(
        "CASE WHEN :among IS NULL OR :one IS NULL THEN NULL"
        " ELSE coalesce(array_contains(:among, :one), false) END",
        among=node.this, one=node.expression,
    )  # fmt: skip


def _overlap(node: exp.Expr) -> exp.Expr:
    return _filled(
        "CASE WHEN :a IS NULL OR :b IS NULL THEN NULL ELSE coalesce(arrays_overlap(:a, :b), false) END",
        a=node.this, b=node.expression,
    )  # fmt: skip


def _size(node: exp.Expr) -> exp.Expr:
    return call("array_size", node.this)


def _joined_lists(node: exp.Expr) -> exp.Expr:
    empty = exp.Array()
    parts = [exp.Coalesce(this=one, expressions=[empty.copy()]) for one in (node.this, *node.expressions)]
    return call("concat", *parts)


def _flattened(node: exp.Expr) -> exp.Expr:
    return _filled("flatten(filter(:lists, one -> one IS NOT NULL))", lists=node.this)


def _filtered(node: exp.Expr) -> exp.Expr:
    return call("filter", node.this, node.expression)


def _position(node: exp.Expr) -> exp.Expr:
    among, one = node.expressions
    return exp.Nullif(this=call("array_position", among, one), expression=exp.Literal.number(0))


def _total(node: exp.Expr) -> exp.Expr:
    """The sum of what is known, exact to six places; null where nothing is."""
    return _filled(
        "transform(array(filter(:numbers, one -> one IS NOT NULL)), known -> CASE WHEN array_size(known) > 0"
        f" THEN aggregate(known, CAST(0 AS {WIDEST}), (sum, one) -> CAST(sum + one AS {WIDEST})) END)[0]",
        numbers=node.expressions[0],
    )


def _reduced(node: exp.Expr) -> exp.Expr:
    numbers, step = node.expressions
    rest = _filled("slice(:all, 2, array_size(:all))", all=numbers)
    return call("aggregate", rest, call("element_at", numbers.copy(), 1), step)


def _prepended(node: exp.Expr) -> exp.Expr:
    return call("concat", exp.Array(expressions=[node.expression]), node.this)


def _bracket(node: exp.Expr) -> exp.Expr:
    """An item of a list. A character of a text is `substr`."""
    (place,) = node.expressions
    is_number = isinstance(place, exp.Literal) and not place.is_string
    if not is_number or not isinstance(node.this, exp.Array | exp.Transform | exp.Column):
        raise NotTranslated(node)
    # sqlglot has made the number count from zero when it read it.
    return call("element_at", node.this, int(place.name) + 1)


def _mapped(node: exp.Expr) -> exp.Expr:
    """A map, or what it has for a key: sqlglot reads `MAP {…}[key]` as the map of an item."""
    if not isinstance(node, exp.ToMap):
        return node
    keyed = node.this if isinstance(node.this, exp.Bracket) else None
    pairs = (keyed or node).this.expressions
    whole = call("map", *(side for pair in pairs for side in (pair.this, pair.expression)))
    return call("element_at", whole, keyed.expressions[0]) if keyed else whole


def _number_from_one(tree: exp.Expr) -> None:
    """The place of an item is a second name of a lambda: from one in DuckDB, from zero in Spark."""
    for node in list(tree.find_all(exp.Lambda)):
        if len(node.expressions) == 2 and isinstance(node.parent, exp.Transform | exp.ArrayFilter):
            place = node.expressions[1].name
            node.set("this", node.this.transform(lambda part, name=place: _next(part, name)))


def _next(part: exp.Expr, name: str) -> exp.Expr:
    is_place = isinstance(part, exp.Column | exp.Identifier) and part.name == name
    if is_place and not isinstance(part.parent, exp.Column):
        return exp.paren(exp.Add(this=exp.to_identifier(name), expression=exp.Literal.number(1)))
    return part


def _hash(node: exp.Expr) -> exp.Expr:
    """Values that differ give texts that differ; a null is told from its neighbours by its place."""
    return call("sha2", call("to_json", call("struct", *node.expressions)), 256)


def _json(node: exp.Expr) -> exp.Expr:
    """A text or a list of texts as JSON; Spark writes it as the member of an object, which is taken off."""
    (value,) = node.expressions
    return _filled(
        "nullif(regexp_extract(to_json(named_struct('v', :value)), '(?s)^.{5}(.*).$', 1), '')",
        value=value,
    )


def _exploded(node: exp.Expr) -> exp.Expr:
    return call("explode", node.this)


Rule = Callable[[exp.Expr], exp.Expr]

BY_TYPE: Mapping[type[exp.Expr], Rule] = {
    exp.Trim: _trim,
    exp.RegexpLike: _regexp_like,
    exp.RegexpFullMatch: _regexp_full_match,
    exp.RegexpExtract: _regexp_extract,
    exp.RegexpExtractAll: _regexp_extract,
    exp.RegexpReplace: _regexp_replace,
    exp.RegexpSplit: _regexp_split,
    exp.DPipe: _pipes,
    exp.Cast: _cast,
    exp.TryCast: _try_cast,
    exp.TimeToStr: _formatted,
    exp.Add: _add,
    exp.ArrayContains: _contains_item,
    exp.ArrayOverlaps: _overlap,
    exp.ArraySize: _size,
    exp.ArrayConcat: _joined_lists,
    exp.ArrayFilter: _filtered,
    exp.ArrayPrepend: _prepended,
    exp.Flatten: _flattened,
    exp.Bracket: _bracket,
    exp.Explode: _exploded,
}
BY_NAME: Mapping[str, Rule] = {
    "strlen": _octets,
    "try_strptime": _try_strptime,
    "to_months": _months,
    "list_sum": _total,
    "list_reduce": _reduced,
    "list_position": _position,
    "hash": _hash,
    "to_json": _json,
}
