"""The checks that an item's fields and rules call for, each a condition in SQL over one row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlglot
from sqlglot import exp

from gongxin.catalogue.condition import condition
from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Item
from gongxin.catalogue.rule import Severity
from gongxin.engine.duckdb import literal
from gongxin.intake.code_list import has_unknown_sql
from gongxin.intake.column import Column, Way, kept, of
from gongxin.intake.normalising import narrow, too_precise_sql
from gongxin.intake.personal import MANY_DIGITS

UNREADABLE = {
    FieldKind.DATE: "date.unreadable",
    FieldKind.DECIMAL: "decimal.unreadable",
    FieldKind.INTEGER: "integer.unreadable",
    FieldKind.CODE: "code.unknown",
    FieldKind.CODES: "code.unknown",
}
PERSONAL = "personal"  # not a finding yet: the cell has many digits and is looked at closely


@dataclass(frozen=True, slots=True)
class Check:
    """A row is at fault where `fault` holds; the finding names the field."""

    field: str
    rule: str
    severity: Severity
    fault: str


def checks(item: Item, among: Sequence[Column], *, on: date) -> tuple[Check, ...]:
    """Return every check of one row, in the order of the fields."""
    found = [check for column in kept(among) for check in _of_field(item, column, among, on)]
    return (*found, *_of_rules(item, among, on))


def _of_field(item: Item, column: Column, among: Sequence[Column], on: date) -> Iterator[Check]:
    field, text = column.field, column.text
    missing = _missing(item, column, among, on)
    if missing:
        yield Check(field.code, "required.missing", Severity.ERROR, missing)
    # The length of a closed code list is the code's own; its label, written in full, may be longer.
    is_words = field.kind in (FieldKind.TEXT, FieldKind.CODES) or field.open_codes
    if field.length is not None and is_words:
        # Bytes are counted at no cost; characters only where there could be too many.
        long = (
            f"CASE WHEN strlen({text}) > {field.length} THEN length({text}) > {field.length} ELSE false END"
        )
        yield Check(field.code, "text.too_long", Severity.ERROR, long)
    if column.is_read:
        yield Check(field.code, UNREADABLE[field.kind], Severity.ERROR, column.is_odd)
    if field.kind is FieldKind.DECIMAL and field.scale is not None:
        precise = too_precise_sql(text, field.scale)
        yield Check(field.code, "decimal.too_precise", Severity.ERROR, precise)
    if field.code == item.decided_on:
        yield Check(field.code, "date.in_future", Severity.ERROR, f"{column.value} > DATE '{on}'")
    if column.way in (Way.FREE, Way.NUMBER):
        yield Check(field.code, PERSONAL, Severity.ERROR, _many_digits(column))


def is_odd_sql(column: Column) -> str:
    """Return SQL that holds where a value is there but cannot be read."""
    if column.field.kind is FieldKind.CODES:
        return has_unknown_sql(column.field, column.text, narrow(column.text))
    return f"{column.text} IS NOT NULL AND {column.value} IS NULL"


def _many_digits(column: Column) -> str:
    """Free text is tried only where the whole row was found to have many digits; see `typing`."""
    first = "has_digits" if column.way is Way.FREE else f"strlen({column.text}) >= 18"
    return f"CASE WHEN {first} THEN regexp_matches({column.text}, {literal(MANY_DIGITS)}) ELSE false END"


def _missing(item: Item, column: Column, among: Sequence[Column], on: date) -> str:
    field = column.field
    if field.code == item.subject.uscc:
        return ""  # `subject.unidentified` says it, knowing the other identifiers
    if field.required:
        return f"{column.text} IS NULL"
    if field.required_when is None:
        return ""
    when = _holds(field.required_when, item, among, on)
    return f"CASE WHEN {column.text} IS NULL THEN {when} ELSE false END"


def _of_rules(item: Item, among: Sequence[Column], on: date) -> Iterator[Check]:
    for rule in item.rules:
        yield Check(rule.field, rule.id, rule.severity, _holds(rule.fault, item, among, on))


def _holds(text: str, item: Item, among: Sequence[Column], on: date) -> str:
    """SQL for a condition; it is silent where a field it looks at could not be read, which is a finding already."""
    parsed = condition(text, item)
    odd = [of(among, code).is_odd for code in sorted(parsed.columns) if of(among, code).is_read]
    sql = lazy(parsed.sql(on))
    return f"CASE WHEN {' OR '.join(odd)} THEN false ELSE {sql} END" if odd else sql


def lazy(sql: str) -> str:
    """Return the condition with the right side of an AND worked out only where the left side holds.

    DuckDB computes both sides of an AND for every row of a projection, but only the branch of a CASE that is
    taken. Whether the condition holds stays the same; false and unknown may be exchanged, so not under a NOT.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    return tree.transform(_as_case).sql(dialect="duckdb")


def _as_case(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.And) or not _is_positive(node):
        return node
    return exp.Case(ifs=[exp.If(this=node.left, true=node.right)], default=exp.false())


def _is_positive(node: exp.Expr) -> bool:
    above = node.parent
    while above is not None:
        if not isinstance(above, exp.And | exp.Or | exp.Paren | exp.Case | exp.If):
            return False
        above = above.parent
    return True
