"""What functions of numbers and days mean, in Spark's words."""

from sqlglot import exp

from gongxin.engine.spark_call import MEMBER, NamedRules, NotTranslated, Rules, call, is_call, text_of

BLANK = r"[ \t\n\x0B\f\r]"
DIGITS = "[0-9]+(?:_[0-9]+)*"
# What DuckDB reads as a number. Java would also take full-width digits, `12d` and `0x1p3`.
NUMBER = rf"\A{BLANK}*[+-]?(?:{DIGITS}\.?(?:{DIGITS})?|\.{DIGITS})(?:[eE][+-]?[0-9]{{1,3}})?{BLANK}*\z"
INTEGER = rf"\A{BLANK}*[+-]?[0-9]+{BLANK}*\z"
DAY = rf"\A{BLANK}*([0-9]{{4}})([-/ \\])([0-9]{{1,2}})\2([0-9]{{1,2}}){BLANK}*\z"
COMPACT_DAY = r"\A([0-9]{4})([0-9]{2})([0-9]{2})\z"
FORMATS = {"%Y%m%d": "yyyyMMdd", "%Y-%m-%d": "yyyy-MM-dd", "%Y-%m": "yyyy-MM", "%Y": "yyyy"}


def _cast(node: exp.Expr) -> exp.Expr:
    kind = node.args["to"]
    if kind.this is exp.DataType.Type.UBIGINT:
        node.set("to", exp.DataType.build("BIGINT"))  # masks of 62 bits fit
    elif kind.this is exp.DataType.Type.ARRAY and is_call(node.this, MEMBER):
        return call("from_json", node.this, "array<string>")
    elif kind.this in exp.DataType.INTEGER_TYPES and not is_call(node.this, MEMBER):
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
    if text_of(form) != "%Y%m%d":
        raise NotTranslated(node)
    return _day(text, COMPACT_DAY, (1, 2, 3))


def _day(text: exp.Expr, shape: str, groups: tuple[int, int, int]) -> exp.Expr:
    numbers = [exp.cast(call("regexp_extract", text.copy(), shape, group), "INT") for group in groups]
    is_day = call("rlike", text.copy(), shape)
    return exp.Case(ifs=[exp.If(this=is_day, true=call("make_date", *numbers))])


def _formatted(node: exp.Expr) -> exp.Expr:
    form = FORMATS.get(text_of(node.args["format"]))
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


def _days_between(node: exp.Expr) -> exp.Expr:
    if str(node.args.get("unit")).upper() != "DAY":
        raise NotTranslated(node)
    return call("datediff", node.this, node.expression)


BY_TYPE: Rules = {
    exp.Cast: _cast,
    exp.TryCast: _try_cast,
    exp.TimeToStr: _formatted,
    exp.Add: _add,
    exp.DateDiff: _days_between,
}
BY_NAME: NamedRules = {"try_strptime": _try_strptime, "to_months": _months}
