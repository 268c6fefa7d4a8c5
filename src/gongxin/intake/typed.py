"""Read every row once: cells to typed values, each check of a row as one bit, in a single pass over the file.

Of the raw text only what a finding will show is kept, and only of faulty rows: a million rows never stand in
memory as text.
"""

from dataclasses import dataclass
from datetime import date

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Item
from gongxin.engine.duckdb import literal
from gongxin.intake.cells import Cells
from gongxin.intake.checking import Check, Checks, is_odd_sql
from gongxin.intake.code_list import bits_sql, codes_sql, known_sql
from gongxin.intake.column import BITS, Column, Way, kept, of
from gongxin.intake.content import content_sql, fingerprint_sql
from gongxin.intake.natural_person import is_natural_person_sql
from gongxin.intake.normalising import BLANK, identity_text_sql, narrow, presence_sql, text_sql, typed_sql
from gongxin.intake.personal import MANY_DIGITS
from gongxin.intake.tiering import tier_sql

SEPARATOR = "chr(31)"
NEEDS_CLEANING = f"{BLANK}\\x1f|\\x1f{BLANK}"


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the pass over the file needs to know."""

    item: Item
    edition: Edition
    on: date
    columns: tuple[Column, ...]
    all_checks: Checks
    with_content: bool

    @property
    def checks(self) -> tuple[Check, ...]:
        return self.all_checks.each

    @property
    def masks(self) -> int:
        return (len(self.checks) + BITS - 1) // BITS

    def bit(self, number: int) -> str:
        """SQL that holds for rows of `typed` with the fault of that number."""
        return f"(m{number // BITS} & {1 << number % BITS}::UBIGINT) <> 0"


def create_sql(plan: Plan, cells: Cells) -> str:
    """Return SQL that makes the table `typed`; its row ids count the file's rows from 0."""
    typed = _typed(plan, _cleaned(plan, _raw(plan, cells)))
    number = "rowid, " if cells.has_numbers else ""
    return f"CREATE TABLE typed AS SELECT {number}{_stored(plan, _faulted(plan, typed))}"


def _raw(plan: Plan, cells: Cells) -> str:
    """The cells under the names of the fields, and whether the row is wholly blank."""
    picked = ", ".join(f"{column.cell} AS {column.raw}" for column in plan.columns)
    anything = ", ".join(f"c{index}" for index in range(len(cells.headers)))
    free = [column.raw for column in plan.columns if column.way is Way.FREE]
    number = "rowid, " if cells.has_numbers else ""
    joined = f"concat_ws({SEPARATOR}, '', {', '.join(free)}, '')" if free else "''"
    return (
        f"SELECT {number}{picked}, oddity, coalesce({anything}, oddity) IS NULL AS is_blank, "
        f"{joined} AS free_text FROM ({cells.sql})"
    )


def _cleaned(plan: Plan, source: str) -> str:
    """The texts. One pattern over all free text of a row says whether any of it needs a closer look."""
    look = literal(f"{NEEDS_CLEANING}|{MANY_DIGITS}")
    texts = ", ".join(f"{_text(column)} AS {column.text}" for column in plan.columns)
    looked_at = f"SELECT *, regexp_matches(free_text, {look}) AS is_remarkable FROM ({source})"
    return f"SELECT *, {texts} FROM ({looked_at})"


def _text(column: Column) -> str:
    match column.way:
        case Way.FREE:
            return text_sql(column.raw, "is_remarkable")
        case Way.NUMBER:
            return identity_text_sql(column.raw)
        case Way.VALUE | Way.UNKEPT:
            return presence_sql(column.raw)


def _typed(plan: Plan, source: str) -> str:
    ends = {plan.item.valid_until, plan.item.ended_on, plan.item.publicity.until}
    values = []
    for column in kept(plan.columns):
        values.append(_value(column, no_end=_may_have_no_end(column, ends)))
    return f"SELECT *, {', '.join(values)} FROM ({source})"


def _value(column: Column, *, no_end: bool) -> str:
    if column.field.kind is FieldKind.CODES:
        codes = codes_sql(column.field, column.text, narrow(column.text), column.common)
        return f"{codes} AS {column.codes}"
    return f"{typed_sql(column.field, column.text, may_have_no_end=no_end)} AS {column.value}"


def _may_have_no_end(column: Column, ends: set[str | None]) -> bool:
    words = ("有效期", "期限", "截止", "至")
    return column.field.code in ends or any(word in column.field.label.zh for word in words)


def _faulted(plan: Plan, source: str) -> str:
    """Each check as a bit; values that could not be read first, since other checks keep silent about them."""
    odd = [f"{is_odd_sql(column)} AS {column.is_odd}" for column in kept(plan.columns) if column.is_read]
    odd += [
        f"{known_sql(column.codes)} AS {column.value}"
        for column in kept(plan.columns)
        if column.field.kind is FieldKind.CODES
    ]
    odd += [
        f"{bits_sql(column.field, column.text, column.codes, column.common)} AS {column.bits}"
        for column in kept(plan.columns)
        if column.has_bits
    ]
    odd += plan.all_checks.shared
    with_odd = f"SELECT *, {', '.join(odd)} FROM ({source})" if odd else source
    masks = ", ".join(f"{_mask(plan, number)} AS m{number}" for number in range(plan.masks))
    with_masks = f"SELECT *, {masks} FROM ({with_odd})" if masks else with_odd
    any_fault = " OR ".join(f"m{number} <> 0" for number in range(plan.masks)) or "false"
    return f"SELECT *, {any_fault} AS is_faulty FROM ({with_masks})"


def _mask(plan: Plan, number: int) -> str:
    """SQL for up to 62 checks as bits; those with a condition in common are worked out where it holds."""
    bits: dict[str, list[str]] = {}
    for place, check in enumerate(plan.checks[number * BITS : (number + 1) * BITS]):
        bit = f"CASE WHEN {check.fault} THEN {1 << place}::UBIGINT ELSE 0::UBIGINT END"
        bits.setdefault(check.where, []).append(bit)
    parts = [
        f"CASE WHEN {where} THEN {' | '.join(some)} ELSE 0::UBIGINT END" if where else " | ".join(some)
        for where, some in bits.items()
    ]
    return f"({' | '.join(parts)})::UBIGINT"


def _stored(plan: Plan, source: str) -> str:
    item = plan.item
    kinds = (FieldKind.USCC, FieldKind.REGION, FieldKind.INDUSTRY)
    codes = {column.field.code for column in kept(plan.columns) if column.field.kind in kinds}
    dates = {item.decided_on, item.valid_until, item.ended_on}
    named = {item.subject.name, item.subject.category, *item.subject.old_identifiers, *item.identity}
    stored = [column for column in kept(plan.columns) if column.field.code in codes | dates | named]
    return (
        f"oddity, is_blank, {is_natural_person_sql(plan.item, plan.columns)} AS is_natural_person, "
        f"{', '.join(f'm{number}' for number in range(plan.masks))}, {_shown(plan)} AS shown, "
        f"{', '.join(column.value for column in stored)}, "
        f"{_content(plan)} FROM ({source})"
    )


def _shown(plan: Plan) -> str:
    """SQL for the cells that findings of a faulty row will show, by place of the column."""
    cells = []
    for column in plan.columns:
        bits = [0] * plan.masks
        for number, check in enumerate(plan.checks):
            if check.field == column.field.code:
                bits[number // BITS] |= 1 << number % BITS
        faults = " OR ".join(
            f"(m{number} & {some}::UBIGINT) <> 0" for number, some in enumerate(bits) if some
        )
        cells.append(f"CASE WHEN {faults} THEN {column.raw} END" if faults else "NULL")
    return f"CASE WHEN is_faulty THEN [{', '.join(cells)}]::VARCHAR[] END"


def _content(plan: Plan) -> str:
    """The tier and the content where they will be stored; a fingerprint where rows are only compared."""
    among = kept(plan.columns)
    if not plan.with_content:
        return f"{fingerprint_sql(among)} AS content"
    return f"{tier_sql(plan.item, plan.edition, on=plan.on)} AS tier, {content_sql(among)} AS content"


def subject_name(plan: Plan) -> Column:
    return of(plan.columns, plan.item.subject.name)
