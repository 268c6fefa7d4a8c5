"""What functions of texts mean, in Spark's words."""

from sqlglot import exp

from gongxin.engine.pattern import java_full_pattern, java_pattern, java_replacement
from gongxin.engine.spark_call import MEMBER, NamedRules, NotTranslated, Rules, call, filled, text_of

# DuckDB's trim() without characters takes every Unicode space; Spark's only the ordinary one.
SPACES = " \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"


def _trim(node: exp.Expr) -> exp.Expr:
    if node.args.get("expression") is None:
        node.set("expression", exp.Literal.string(SPACES))
    return node


def _regexp_like(node: exp.Expr) -> exp.Expr:
    return call("rlike", node.this, java_pattern(text_of(node.expression)))


def _regexp_full_match(node: exp.Expr) -> exp.Expr:
    return call("rlike", node.this, java_full_pattern(text_of(node.expression)))


def _regexp_extract(node: exp.Expr) -> exp.Expr:
    group = node.args.get("group") or exp.Literal.number(0)
    name = "regexp_extract_all" if isinstance(node, exp.RegexpExtractAll) else "regexp_extract"
    return call(name, node.this, java_pattern(text_of(node.expression)), group)


def _regexp_replace(node: exp.Expr) -> exp.Expr:
    pattern, options = text_of(node.expression), node.args.get("modifiers")
    is_all = options is not None and text_of(options) == "g"
    if (options is not None and not is_all) or (not is_all and not pattern.startswith("^")):
        raise NotTranslated(node)  # without `g` DuckDB replaces the first match, Spark every one
    replacement = java_replacement(text_of(node.args["replacement"]))
    return call("regexp_replace", node.this, java_pattern(pattern), replacement)


def _regexp_split(node: exp.Expr) -> exp.Expr:
    return call("split", node.this, java_pattern(text_of(node.expression)))


def _octets(node: exp.Expr) -> exp.Expr:
    return call("octet_length", node.expressions[0])


def _pipes(node: exp.Expr) -> exp.Expr:
    return call("concat", node.this, node.expression)  # null where either is null, in both


def _hash(node: exp.Expr) -> exp.Expr:
    """Values that differ give texts that differ; a null is told from its neighbours by its place."""
    return call("sha2", call("to_json", call("struct", *node.expressions)), 256)


def _json(node: exp.Expr) -> exp.Expr:
    """A text or a list of texts as JSON; Spark writes it as the member of an object, which is taken off."""
    (value,) = node.expressions
    return filled(
        "nullif(regexp_extract(to_json(named_struct('v', :value)), '(?s)^.{5}(.*).$', 1), '')",
        value=value,
    )


def _member(node: exp.Expr) -> exp.Expr:
    """The text of a member of a JSON object."""
    match node.expression:
        case exp.JSONPath(expressions=[exp.JSONPathRoot(), exp.JSONPathKey(this=str(key))]):
            return call(MEMBER, node.this, f"$['{key}']")
        case _:
            raise NotTranslated(node)


BY_TYPE: Rules = {
    exp.Trim: _trim,
    exp.RegexpLike: _regexp_like,
    exp.RegexpFullMatch: _regexp_full_match,
    exp.RegexpExtract: _regexp_extract,
    exp.RegexpExtractAll: _regexp_extract,
    exp.RegexpReplace: _regexp_replace,
    exp.RegexpSplit: _regexp_split,
    exp.DPipe: _pipes,
    exp.JSONExtract: _member,
    exp.JSONExtractScalar: _member,
}
BY_NAME: NamedRules = {"strlen": _octets, "hash": _hash, "to_json": _json}
