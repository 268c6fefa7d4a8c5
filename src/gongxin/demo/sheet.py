"""One file's rows in SQL: who, when, which number; the fields; faults; rows that come again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.item import Item
from gongxin.demo.delivery import HOLE_EVERY, Delivery, Form
from gongxin.demo.fault import Fault, Repeat
from gongxin.demo.ordinary import ordinary_sql
from gongxin.demo.organisation import STEP, YOUNG, Span
from gongxin.demo.recipe import Recipe
from gongxin.engine.duckdb import literal, name

LATE_SHARE = 0.12  # of the rows of a double-publicity file, decided weeks before it is handed in
AGAIN_SHARE = 0.02  # of the earlier delivery's rows
DATES = {
    Form.CODES: "%Y-%m-%d",
    Form.OLD: "%Y/%m/%d",
    Form.WORKBOOK: "%Y-%m-%d",
    Form.LINES: "%Y%m%d",
    Form.OWN: "%Y年%-m月%-d日",
}
SPELT = (Form.OLD, Form.WORKBOOK, Form.OWN)  # forms in which codes are written as their Chinese labels


@dataclass(frozen=True, slots=True)
class Making:
    """What all files of an item have in common; `share` of their rows are at fault.

    `varies` is the field that a correction changes.
    """

    item: Item
    recipe: Recipe
    faults: Sequence[Fault]
    share: float
    spans: Sequence[Span]
    last_day: date
    varies: str | None


def sheet_sql(making: Making, delivery: Delivery) -> str:
    """Return SQL for the rows of a file: row, fault (0 for none), then each field as text under its code."""
    rows = drawn_sql(making, delivery)
    if delivery.again:
        rows = f"{rows} UNION ALL BY NAME {_again_sql(making, delivery.again, after=delivery.rows)}"
    drawn = {choice: making.recipe.drawn_from(choice, delivery.unit.mark) for choice in making.recipe.choices}
    choices = "".join(
        f", pick({sql}, b, {literal(choice)}) AS {name(choice)}" for choice, sql in drawn.items()
    )
    fields = ", ".join(
        f"{_value_sql(making, field, delivery.form)} AS {name(field.code)}" for field in making.item.fields
    )
    return (
        f"WITH drawn AS ({rows}), r AS (SELECT *{choices} FROM drawn) "
        f"SELECT r.row, r.fault, {fields} FROM r JOIN organisation AS o ON o.position = r.organisation "
        "ORDER BY r.row"
    )


def drawn_sql(making: Making, delivery: Delivery) -> str:
    """Return SQL for a delivery's own rows before any field is written."""
    repeats = [place for place, fault in enumerate(making.faults, 1) if fault.repeat is not Repeat.NOT]
    repeating = f"fault IN ({', '.join(map(str, repeats)) or '-1'})"
    first, size = delivery.first, delivery.rows
    return (
        f"SELECT row, fault, base AS b, 0 AS variant, {_organisation_sql(making, 'base')} AS organisation, "
        f"{_decided_sql(making, delivery)} AS decided, DATE '{delivery.on}' AS reported, "
        f"DATE '{making.last_day}' AS last_day, {literal(delivery.unit.name)} AS unit_name, "
        f"{literal(delivery.unit.uscc)} AS unit_uscc, {literal(delivery.unit.mark)} AS mark, "
        f"{delivery.number_from} + (base - {first}) + (base - {first}) // {HOLE_EVERY} AS number "
        f"FROM (SELECT *, {first} + row - 1 - ({repeating})::INTEGER AS base FROM ("
        f"SELECT row, CASE WHEN {repeating} AND lag(fault, 1, 1) OVER (ORDER BY row) <> 0 THEN 0 "
        "ELSE fault END AS fault FROM (SELECT range + 1 AS row, "
        f"{_fault_sql(making, first)} AS fault FROM range({size}))))"
    )


def _fault_sql(making: Making, first: int) -> str:
    salt, which = literal(f"fault of {making.item.code}"), literal(f"which {making.item.code}")
    if not making.faults or not making.share:
        return "0"
    return (
        f"CASE WHEN lot({first} + range, {salt}) < {making.share} "
        f"THEN 1 + dice({first} + range, {which}, {len(making.faults)}) ELSE 0 END"
    )


def _organisation_sql(making: Making, base: str) -> str:
    """Some organisations have many records, most have few, the young none: they were founded too late.

    Where nothing but the organisation and a day tells records apart, the organisations take turns.
    """
    if making.recipe.one_each:
        return base
    spans = [span for span in making.spans if span.kind in making.item.subjects] or list(making.spans)
    grown = [span.size - span.size // YOUNG for span in spans]
    lot = f"floor(power(lot({base}, {literal('who ' + making.item.code)}), 1.6) * {sum(grown)})::BIGINT"
    place = f"(({lot if _is_numbered(making) else base}) * {STEP} % {sum(grown)})"
    whens, before = [], 0
    for span, size in zip(spans, grown, strict=True):
        within = f"({place} - {before})"
        whens.append(f"WHEN {place} < {before + size} THEN {span.first} + {within} + {within} // {YOUNG - 1}")
        before += size
    return f"CASE {' '.join(whens)} END"


def _is_numbered(making: Making) -> bool:
    """Whether the identity has a number of its own for each row."""
    identity = [_good_sql(making, making.item.field(code)) for code in making.item.identity]
    return any(re.search(r"r\.(number|b)\b(?!,)", sql) for sql in identity)


def _good_sql(making: Making, field: Field) -> str:
    return making.recipe.fields.get(field.code) or ordinary_sql(field, making.item)


def _decided_sql(making: Making, delivery: Delivery) -> str:
    """Later rows were decided later, so that document numbers and days rise together."""
    place = f"(base - {delivery.first})"
    if delivery.is_double_publicity:
        late = max(1, int(delivery.rows * LATE_SHARE))
        lag = (
            f"CASE WHEN {place} < {late} THEN 70 - {place} * 50 // {late} "
            f"ELSE 1 + ({delivery.rows} - 1 - {place}) * 7 // {delivery.rows} END"
        )
    else:
        lag = f"1 + ({delivery.rows} - 1 - {place}) * {delivery.spread} // {delivery.rows}"
    on_time = f"DATE '{delivery.on}' - ({lag})::INTEGER"
    ahead = [place for place, fault in enumerate(making.faults, 1) if fault.decided_after]
    if not ahead:
        return on_time
    listed = ", ".join(map(str, ahead))
    return f"CASE WHEN fault IN ({listed}) THEN DATE '{making.last_day}' + 400 ELSE {on_time} END"


def _again_sql(making: Making, earlier: Delivery, *, after: int) -> str:
    """A few rows of an earlier file: those at fault come mended, others corrected or simply once more."""
    identity = [place for place, fault in enumerate(making.faults, 1) if fault.repeat is Repeat.IDENTITY]
    repeats = [place for place, fault in enumerate(making.faults, 1) if fault.repeat is not Repeat.NOT]
    listed = ", ".join(map(str, identity)) or "-1"
    return (
        f"SELECT * EXCLUDE (next) REPLACE ({after} + row_number() OVER (ORDER BY row) AS row, 0 AS fault, "
        "CASE WHEN fault = 0 AND dice(b, 'corrected', 2) = 0 THEN 1 ELSE 0 END AS variant) FROM ("
        "SELECT *, lead(fault, 1, 0) OVER (ORDER BY row) AS next "
        f"FROM ({drawn_sql(_mended(making), earlier)})) "
        f"WHERE next NOT IN ({listed}) AND fault NOT IN ({', '.join(map(str, repeats)) or '-1'}) "
        f"AND lot(b, {literal('again ' + making.item.code)}) < {AGAIN_SHARE}"
    )


def _mended(making: Making) -> Making:
    """The same lots, but no decision of the future: the row comes back as it should have been."""
    faults = [replace(fault, decided_after=False) for fault in making.faults]
    return replace(making, faults=faults)


def _value_sql(making: Making, field: Field, form: Form) -> str:
    """A field as it stands in the file: written in its manner, spoilt where the row is at fault."""
    good = _varied(making, field, _good_sql(making, field))
    if field.kind is FieldKind.DATE:
        good = f"strftime(({good})::DATE, '{DATES[form]}')"
    elif form in SPELT and field.kind is FieldKind.CODE:
        good = _spelt(field, good)
    elif field.code == making.item.subject.uscc:
        good = _dressed(good)
    whens = "".join(
        f" WHEN {place} THEN {_spoilt(fault.spoils[field.code], good)}"
        for place, fault in enumerate(making.faults, 1)
        if field.code in fault.spoils
    )
    return f"CASE r.fault{whens} ELSE {good} END" if whens else good


def _spoilt(sql: str, good: str) -> str:
    return sql.replace("{good}", f"({good})")


def _varied(making: Making, field: Field, good: str) -> str:
    if field.code != making.varies:
        return good
    return f"coalesce({good}, '') || CASE WHEN r.variant = 1 THEN '（已核实更正）' ELSE '' END"


def _spelt(field: Field, good: str) -> str:
    pairs: Mapping[str, str] = {code: label.zh for code, label in field.codes.items() if code != label.zh}
    if not pairs:
        return good
    listed = ", ".join(f"{literal(code)}: {literal(word)}" for code, word in pairs.items())
    return f"coalesce(map {{{listed}}}[{good}], {good})"


def _dressed(good: str) -> str:
    """Codes as people write them: lower case, full width, in groups. All are read as the same code."""
    return (
        f"CASE dice(r.b, 'dress', 50) WHEN 0 THEN lower({good}) WHEN 1 THEN wide({good}) "
        f"WHEN 2 THEN substr({good}, 1, 8) || ' ' || substr({good}, 9) ELSE {good} END"
    )
