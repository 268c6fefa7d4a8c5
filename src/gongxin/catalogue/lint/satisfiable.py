"""Whether a condition can ever be true, and ever be false, as far as comparisons tell cheaply."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache, reduce

from sqlglot import exp
from sqlglot.optimizer.simplify import simplify

from gongxin.catalogue.condition import Condition

# What a comparison of two operands allows: below, equal, above.
SIGNS: Mapping[type[exp.Expr], frozenset[int]] = {
    exp.LT: frozenset({-1}),
    exp.LTE: frozenset({-1, 0}),
    exp.EQ: frozenset({0}),
    exp.GTE: frozenset({0, 1}),
    exp.GT: frozenset({1}),
    exp.NEQ: frozenset({-1, 1}),
}
EVERY_SIGN = frozenset({-1, 0, 1})
Comparison = tuple[str, str, frozenset[int]]


@lru_cache(maxsize=4096)
def verdict(condition: Condition) -> bool | None:
    """Return True for a condition that always holds, False for one that never does, None for a real one.

    Looks at the condition as written: macros stay closed.
    """
    plain = simplify(condition.written.copy())
    if isinstance(plain, exp.Boolean):
        return bool(plain.this)
    alternatives = list(_parts(plain, exp.Or))
    if all(_is_impossible(list(_parts(one, exp.And))) for one in alternatives):
        return False
    return True if _covers_everything(alternatives) else None


def _parts(node: exp.Expr, kind: type[exp.Connector]) -> Iterator[exp.Expr]:
    inner = node.unnest()
    if isinstance(inner, kind):
        yield from _parts(inner.left, kind)
        yield from _parts(inner.right, kind)
    else:
        yield inner


def _comparison(node: exp.Expr) -> Comparison | None:
    """The two operands in alphabetical order and the signs allowed between them."""
    signs = SIGNS.get(type(node))
    if signs is None or not isinstance(node, exp.Binary):
        return None
    left, right = node.left.sql("duckdb"), node.right.sql("duckdb")
    if left == right:
        return left, right, EVERY_SIGN if 0 in signs else frozenset()
    return (left, right, signs) if left < right else (right, left, frozenset(-sign for sign in signs))


def _is_impossible(parts: list[exp.Expr]) -> bool:
    allowed: dict[tuple[str, str], frozenset[int]] = {}
    for part in parts:
        if found := _comparison(part):
            pair = found[:2]
            allowed[pair] = allowed.get(pair, EVERY_SIGN) & found[2]
    return any(not signs for signs in allowed.values()) or _has_empty_range(parts)


def _covers_everything(alternatives: Iterable[exp.Expr]) -> bool:
    found = [_comparison(one) for one in alternatives]
    pairs = {one[:2] for one in found if one}
    signs = [one[2] for one in found if one]
    return None not in found and len(pairs) == 1 and reduce(frozenset.union, signs) == EVERY_SIGN


def _has_empty_range(parts: list[exp.Expr]) -> bool:
    """Whether a column is held against literals that leave it no value."""
    low: dict[str, Decimal | date] = {}
    high: dict[str, Decimal | date] = {}
    for part in parts:
        signs, value = SIGNS.get(type(part)), _value(part)
        if signs is None or value is None or not isinstance(part, exp.Binary):
            continue
        column = part.left.sql("duckdb")
        if -1 not in signs:
            low[column] = max(value, low.get(column, value))
        if 1 not in signs:
            high[column] = min(value, high.get(column, value))
    return any(column in high and _above(low[column], high[column]) for column in low)


def _above(low: Decimal | date, high: Decimal | date) -> bool:
    return type(low) is type(high) and low > high  # type: ignore[operator]


def _value(part: exp.Expr) -> Decimal | date | None:
    """The literal on the right of a comparison with a column: a number or a day."""
    if not isinstance(part, exp.Binary) or not isinstance(part.left, exp.Column):
        return None
    literal = part.right.find(exp.Literal)
    try:
        if isinstance(part.right, exp.Cast) and literal:
            return date.fromisoformat(literal.name)
        return Decimal(part.right.name) if isinstance(part.right, exp.Literal) else None
    except (ValueError, InvalidOperation):
        return None
