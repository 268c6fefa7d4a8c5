"""The checks that an item's fields and rules call for, each a condition in SQL over one row."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Item
from gongxin.engine.duckdb import literal
from gongxin.intake.code_list import has_unknown_sql
from gongxin.intake.column import Column, Way, kept
from gongxin.intake.condition_sql import Bits, lazy
from gongxin.intake.normalising import too_precise_sql
from gongxin.intake.personal import MANY_DIGITS
from gongxin.organisations.severity import Severity

UNREADABLE = {
    FieldKind.DATE: "date.unreadable",
    FieldKind.DECIMAL: "decimal.unreadable",
    FieldKind.INTEGER: "integer.unreadable",
    FieldKind.CODE: "code.unknown",
    FieldKind.CODES: "code.unknown",
}
Folders = tuple[Path, ...]
PERSONAL = "personal"  # not a finding yet: the cell has many digits and is looked at closely


@dataclass(frozen=True, slots=True)
class Check:
    """A row is at fault where `fault` holds; the finding names the field.

    Outside of `where` it holds nowhere, so that it need not be asked there.
    """

    field: str
    rule: str
    severity: Severity
    fault: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """Every check of one row in the order of the fields, and the expressions that several of them share."""

    each: tuple[Check, ...]
    shared: tuple[str, ...]


def checks(item: Item, among: Sequence[Column], *, on: date, folders: Folders = ()) -> Checks:
    """Return the checks that the item calls for."""
    found = [check for column in kept(among) for check in _of_field(item, column, among, on, folders)]
    rules = lazy(tuple(rule.fault for rule in item.rules), _known(item), on, folders, _bits(among))
    for rule, fault, fields in zip(item.rules, rules.conditions, rules.fields, strict=True):
        found.append(Check(rule.field, rule.id, rule.severity, _guarded(fault, fields, among)))
    return Checks(tuple(found), rules.shared)


def _bits(among: Sequence[Column]) -> Bits:
    return tuple((one.field.code, one.bits, tuple(one.field.codes)) for one in kept(among) if one.has_bits)


def _known(item: Item) -> frozenset[str]:
    return frozenset(field.code for field in item.kept_fields)


def _of_field(
    item: Item, column: Column, among: Sequence[Column], on: date, folders: Folders
) -> Iterator[Check]:
    field, text = column.field, column.text
    filled = "" if field.required else f"{text} IS NOT NULL"
    missing = _missing(item, column, among, on, folders)
    if missing:
        yield Check(field.code, "required.missing", Severity.ERROR, missing)
    # The length of a closed code list is the code's own; its label, written in full, may be longer.
    is_words = field.kind in (FieldKind.TEXT, FieldKind.CODES) or field.open_codes
    if field.length is not None and is_words:
        # Bytes are counted at no cost; characters only where there could be too many.
        long = (
            f"CASE WHEN strlen({text}) > {field.length} THEN length({text}) > {field.length} ELSE false END"
        )
        yield Check(field.code, "text.too_long", Severity.ERROR, long, filled)
    if column.is_read:
        yield Check(field.code, UNREADABLE[field.kind], Severity.ERROR, column.is_odd)
    if field.kind is FieldKind.DECIMAL and field.scale is not None:
        precise = too_precise_sql(text, field.scale)
        yield Check(field.code, "decimal.too_precise", Severity.ERROR, precise, filled)
    if field.code == item.decided_on:
        yield Check(field.code, "date.in_future", Severity.ERROR, f"{column.value} > DATE '{on}'")
    if column.way in (Way.FREE, Way.NUMBER) or _keeps_words(column):
        where = "is_remarkable" if column.way is Way.FREE else filled
        yield Check(field.code, PERSONAL, Severity.ERROR, _many_digits(column), where)


def is_odd_sql(column: Column) -> str:
    """Return SQL that holds where a value is there but cannot be read."""
    if column.field.kind is FieldKind.CODES:
        return has_unknown_sql(column.codes)
    return f"{column.text} IS NOT NULL AND {column.value} IS NULL"


def _many_digits(column: Column) -> str:
    """Free text is tried only where the whole row was found remarkable; see `typed`.

    A number is tried where it has eleven characters of one byte: those of three weigh nothing in the sum.
    """
    tried = f"regexp_matches({column.text}, {literal(MANY_DIGITS)})"
    if column.way is Way.FREE:
        return tried
    many = f"3 * length({column.text}) - strlen({column.text}) >= 22"
    first = f"strlen({column.text}) >= 11" if column.way is Way.VALUE else many
    return f"CASE WHEN {first} THEN {tried} ELSE false END"


def _keeps_words(column: Column) -> bool:
    """Whether a value that is no text may still hold words of its own: «其他-…», or a code nobody lists."""
    field = column.field
    if field.kind in (FieldKind.CODE, FieldKind.CODES):
        return field.open_codes or not field.codes
    return field.kind in (FieldKind.REGION, FieldKind.INDUSTRY)


def _missing(item: Item, column: Column, among: Sequence[Column], on: date, folders: Folders) -> str:
    field = column.field
    if field.code == item.subject.uscc:
        return ""  # `subject.unidentified` says it, knowing the other identifiers
    if field.required:
        return f"{column.text} IS NULL"
    if field.required_when is None:
        return ""
    when = _holds(field.required_when, item, among, on, folders)
    return f"CASE WHEN {column.text} IS NULL THEN {when} ELSE false END"


def _holds(text: str, item: Item, among: Sequence[Column], on: date, folders: Folders) -> str:
    when = lazy((text,), _known(item), on, folders, _bits(among))
    return _guarded(when.conditions[0], when.fields[0], among)


def _guarded(sql: str, fields: Collection[str], among: Sequence[Column]) -> str:
    """SQL for a condition, silent where a field it looks at could not be read: that is a finding already."""
    odd = [column.is_odd for column in kept(among) if column.field.code in fields and column.is_read]
    return f"CASE WHEN {' OR '.join(odd)} THEN false ELSE {sql} END" if odd else sql
