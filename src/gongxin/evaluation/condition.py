"""The conditions of models: those of the catalogue, kept to what every engine reads alike."""

from sqlglot import exp

from gongxin.catalogue.condition import Condition, InvalidCondition, parsed
from gongxin.catalogue.item import Item

TIER = "tier"  # of the conduct; a column of every entry beside the item's fields

# No division or rounding, whose last digit is the engine's own; no pattern; nothing but fields and literals.
PORTABLE = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Placeholder, exp.Paren, exp.Array,
    exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE,
    exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Coalesce, exp.StartsWith, exp.Contains, exp.ArrayContains,
    exp.ArrayOverlaps, exp.Anonymous, exp.Cast, exp.DataType,
)  # fmt: skip
CASTS = (exp.DataType.Type.DATE,)


def condition(text: str, item: Item) -> Condition:
    """Return the condition over the fields that the item keeps, and the tier.

    Raises:
        InvalidCondition: it is not a condition over this item, or does what engines do differently.
    """
    found = parsed(text, frozenset({TIER, *(field.code for field in item.kept_fields)}))
    refuse_engine_own(found)
    return found


def refuse_engine_own(found: Condition) -> None:
    """Refuse what engines do each in their own way.

    Raises:
        InvalidCondition
    """
    for node in found.written.walk():
        if not isinstance(node, PORTABLE) or not _is_plain(node):
            raise InvalidCondition(
                found.text,
                f"这里的条件不得使用 {type(node).__name__.upper()}：各计算引擎须得出同样结果。",
                f"{type(node).__name__.upper()} has no place here: every engine must give the same result.",
                reason="rule.forbidden",
            )


def _is_plain(node: exp.Expr) -> bool:
    """Whether a cast is a date as written, and a call the lookup of a legal number."""
    if isinstance(node, exp.Cast):
        return isinstance(node.this, exp.Literal) and node.to.this in CASTS
    return not isinstance(node, exp.Anonymous) or node.name.lower() == "parameter"
