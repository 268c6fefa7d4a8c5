"""What functions of lists and maps mean, in Spark's words."""

from sqlglot import exp

from gongxin.engine.spark_call import NamedRules, NotTranslated, Rules, call, filled

WIDEST = "DECIMAL(38, 6)"


def _contains_item(node: exp.Expr) -> exp.Expr:
    return filled(
        "CASE WHEN :among IS NULL OR :one IS NULL THEN NULL"
        " ELSE coalesce(array_contains(:among, :one), false) END",
        among=node.this, one=node.expression,
    )  # fmt: skip


def _overlap(node: exp.Expr) -> exp.Expr:
    return filled(
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
    return filled("flatten(filter(:lists, one -> one IS NOT NULL))", lists=node.this)


def _filtered(node: exp.Expr) -> exp.Expr:
    return call("filter", node.this, node.expression)


def _position(node: exp.Expr) -> exp.Expr:
    among, one = node.expressions
    return exp.Nullif(this=call("array_position", among, one), expression=exp.Literal.number(0))


def _total(node: exp.Expr) -> exp.Expr:
    """The sum of what is known, exact to six places; null where nothing is."""
    return filled(
        "transform(array(filter(:numbers, one -> one IS NOT NULL)), known -> CASE WHEN array_size(known) > 0"
        f" THEN aggregate(known, CAST(0 AS {WIDEST}), (sum, one) -> CAST(sum + one AS {WIDEST})) END)[0]",
        numbers=node.expressions[0],
    )


def _reduced(node: exp.Expr) -> exp.Expr:
    numbers, step = node.expressions
    rest = filled("slice(:all, 2, array_size(:all))", all=numbers)
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


def mapped(node: exp.Expr) -> exp.Expr:
    """A map, or what it has for a key: sqlglot reads `MAP {…}[key]` as the map of an item."""
    if not isinstance(node, exp.ToMap):
        return node
    keyed = node.this if isinstance(node.this, exp.Bracket) else None
    pairs = (keyed or node).this.expressions
    whole = call("map", *(side for pair in pairs for side in (pair.this, pair.expression)))
    return call("element_at", whole, keyed.expressions[0]) if keyed else whole


def number_from_zero(tree: exp.Expr) -> None:
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


def _exploded(node: exp.Expr) -> exp.Expr:
    return call("explode", node.this)


def _sorted(node: exp.Expr) -> exp.Expr:
    return call("array_sort", node.this)


def _joined_text(node: exp.Expr) -> exp.Expr:
    return call("array_join", node.this, node.expression)


def _gathered(node: exp.Expr) -> exp.Expr:
    """The values of a group, in no order; what may be null has to be left out before."""
    return call("collect_list", node.this)


BY_TYPE: Rules = {
    exp.ArrayContains: _contains_item,
    exp.ArrayOverlaps: _overlap,
    exp.ArraySize: _size,
    exp.ArrayConcat: _joined_lists,
    exp.ArrayFilter: _filtered,
    exp.ArrayPrepend: _prepended,
    exp.ArraySort: _sorted,
    exp.ArrayToString: _joined_text,
    exp.ArrayAgg: _gathered,
    exp.Flatten: _flattened,
    exp.Bracket: _bracket,
    exp.Explode: _exploded,
}
BY_NAME: NamedRules = {"list_sum": _total, "list_reduce": _reduced, "list_position": _position}
