"""From bits to rows: one finding for each fault of each row, its value masked."""

from collections.abc import Iterator, Sequence

from gongxin.catalogue.field import FieldKind
from gongxin.engine.connection import Connection
from gongxin.engine.duckdb import literal
from gongxin.intake import natural_person
from gongxin.intake.checking import PERSONAL, Check
from gongxin.intake.column import BITS, Column, Way, kept, of
from gongxin.intake.masking import masked, starred
from gongxin.intake.personal import detectors, spread
from gongxin.intake.typed import Plan
from gongxin.organisations.industry import sections
from gongxin.organisations.region import regions
from gongxin.organisations.severity import Severity
from gongxin.organisations.uscc_rule import RULES
from gongxin.organisations.uscc_sql import faults_sql

LONGEST_VALUE = 200  # characters of a cell that a finding shows
TABLES = """
CREATE TABLE findings (row INTEGER, field VARCHAR, rule VARCHAR, severity VARCHAR, value VARCHAR);
CREATE VIEW judged AS SELECT CAST(rowid + 1 AS INTEGER) AS row, * FROM typed
    WHERE NOT is_blank AND NOT is_natural_person;
"""


def shown(text: str) -> str:
    """Return SQL for a value as findings show it."""
    return f"left({masked(text)}, {LONGEST_VALUE})"


def collect(connection: Connection, plan: Plan) -> None:
    """Fill `findings` with every finding that one row, or its codes, give rise to."""
    connection.execute(TABLES)
    codes = [column for column in kept(plan.columns) if column.field.kind is FieldKind.USCC]
    if codes:
        _judge_codes(connection, codes)
    for column in codes:
        _codes(connection, plan, column)
    _refuse_natural_persons(connection, plan)
    detail = shown("split_part(oddity, ':', 2)")
    connection.execute(
        f"INSERT INTO findings SELECT row, '', split_part(oddity, ':', 1), 'error', {detail} "
        "FROM judged WHERE oddity IS NOT NULL"
    )
    for column in kept(plan.columns):
        if column.field.kind in (FieldKind.REGION, FieldKind.INDUSTRY):
            _places(connection, column)
    _row_faults(connection, plan)


def _judge_codes(connection: Connection, columns: Sequence[Column]) -> None:
    """Make `code_faults`: each distinct code of any column judged once."""
    several = " UNION ".join(f"SELECT DISTINCT {column.value} AS code FROM judged" for column in columns)
    connection.execute(f"CREATE TEMP TABLE codes AS SELECT code FROM ({several}) WHERE code IS NOT NULL")
    connection.execute(f"CREATE TEMP TABLE code_faults AS {faults_sql('codes', 'code')}")


def _codes(connection: Connection, plan: Plan, column: Column) -> None:
    """The faults of one column of codes."""
    severities = ", ".join(f"{literal(rule)}: '{known.severity}'" for rule, known in RULES.items())
    # Codes lose their blanks before they are judged, so that two numbers in one cell may have run into one.
    cluttered = "rule IN ('uscc.several_codes', 'uscc.text_in_cell', 'uscc.length', 'uscc.alphabet')"
    # A placeholder in the subject's own column is judged with the other identifiers.
    own = "WHERE rule <> 'uscc.placeholder'" if column.field.code == plan.item.subject.uscc else ""
    connection.execute(
        f"INSERT INTO findings SELECT j.row, {literal(column.field.code)}, rule, "
        f"MAP {{{severities}}}[rule], CASE WHEN {cluttered} THEN {starred('code')} ELSE {shown('code')} END "
        f"FROM judged j JOIN code_faults ON j.{column.value} = code {own}"
    )


def _refuse_natural_persons(connection: Connection, plan: Plan) -> None:
    """An identity number in place of the code tells of a person, unless the row's class says other."""
    subject = plan.item.subject
    unclassed = f"AND {of(plan.columns, subject.category).value} IS NULL" if subject.category else ""
    connection.execute(
        "UPDATE typed SET is_natural_person = true WHERE rowid + 1 IN (SELECT row FROM findings "
        f"WHERE field = {literal(subject.uscc)} AND rule = 'uscc.identity_number') {unclassed}"
    )
    persons = "FROM typed WHERE is_natural_person"
    connection.execute(f"DELETE FROM findings WHERE row IN (SELECT rowid + 1 {persons})")
    connection.execute(
        f"INSERT INTO findings SELECT rowid + 1, {literal(subject.category or subject.uscc)}, "
        f"'{natural_person.RULE}', 'error', NULL {persons} AND NOT is_blank"
    )


def _places(connection: Connection, column: Column) -> None:
    kind = column.field.kind
    if kind is FieldKind.REGION:
        known = f"value IN ({', '.join(literal(code) for code in regions())})"
    else:
        spans = " OR ".join(
            f"(letter IN ('', '{one.letter}') AND division BETWEEN {one.first} AND {one.last})"
            for one in sections().values()
        )
        letters = ", ".join(literal(letter) for letter in sections())
        known = f"coalesce(CASE WHEN division IS NULL THEN value IN ({letters}) ELSE {spans} END, false)"
    digits = "nullif(regexp_extract(value, '^[A-T]?([0-9]{2,4})$', 1), '')"
    connection.execute(
        f"INSERT INTO findings SELECT j.row, {literal(column.field.code)}, '{kind}.unknown', 'warning', "
        f"{shown('value')} FROM judged j JOIN (SELECT *, "
        "regexp_extract(value, '^([A-T]?)([0-9]{2,4})?$', 1) AS letter, "
        f"TRY_CAST(left({digits}, 2) AS INTEGER) AS division FROM "
        f"(SELECT DISTINCT {column.value} AS value FROM judged WHERE {column.value} IS NOT NULL)) "
        f"ON j.{column.value} = value AND NOT ({known})"
    )


def _row_faults(connection: Connection, plan: Plan) -> None:
    """One branch for each check that any row fails, over the faulty rows only."""
    masks = [f"m{number}" for number in range(plan.masks)]
    if not masks:
        return
    any_bits = connection.execute(
        f"SELECT {', '.join(f'coalesce(bit_or({m}), 0)' for m in masks)} FROM judged"
    ).fetchone()
    assert any_bits is not None
    connection.execute(
        f"CREATE TEMP TABLE faulty AS SELECT row, {', '.join(masks)}, shown FROM judged "
        f"WHERE {' OR '.join(f'{m} <> 0' for m in masks)}"
    )
    _insert(connection, list(_branches(plan, any_bits)))
    _look_closely(connection, plan, any_bits)
    connection.execute("DROP TABLE faulty")


def _insert(connection: Connection, branches: Sequence[str]) -> None:
    """Insert what the branches select (row, field, rule, severity, cell), the cell masked once for all."""
    if branches:
        connection.execute(
            f"INSERT INTO findings SELECT row, field, rule, severity, {shown('cell')} "
            f"FROM ({' UNION ALL '.join(branches)})"
        )


def _failed(plan: Plan, any_bits: tuple[int, ...]) -> Iterator[tuple[Check, Column, str]]:
    """Yield each check that any row fails, its column, and SQL of the rows and cells."""
    for number, check in enumerate(plan.checks):
        if any_bits[number // BITS] >> number % BITS & 1:
            column = of(plan.columns, check.field)
            yield check, column, f"shown[{column.place + 1}] AS cell FROM faulty WHERE {plan.bit(number)}"


def _branches(plan: Plan, any_bits: tuple[int, ...]) -> Iterator[str]:
    for check, _, cells in _failed(plan, any_bits):
        if check.rule != PERSONAL:
            yield (
                f"SELECT row, {literal(check.field)} AS field, {literal(check.rule)} AS rule, "
                f"'{check.severity}' AS severity, {cells}"
            )


def _look_closely(connection: Connection, plan: Plan, any_bits: tuple[int, ...]) -> None:
    """Look for personal data in the cells with many digits; numbers of documents by a rule of their own."""
    for is_number in (False, True):
        doubtful = [
            f"SELECT row, {literal(check.field)} AS field, {cells}"
            for check, column, cells in _failed(plan, any_bits)
            if check.rule == PERSONAL and (column.way is Way.NUMBER) is is_number
        ]
        if doubtful:
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE doubtful AS SELECT *, {spread('cell')} AS spread "
                f"FROM ({' UNION ALL '.join(doubtful)})"
            )
            _insert(
                connection,
                [
                    f"SELECT row, field, '{one.rule}' AS rule, '{Severity.ERROR}' AS severity, cell "
                    f"FROM doubtful WHERE {one.found}"
                    for one in detectors("spread", on=plan.on, is_number=is_number)
                ],
            )
