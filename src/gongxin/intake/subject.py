"""Whom a row is about: by code, else by an old identifier through the register, else an officer is asked."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import pyarrow as pa
from duckdb import DuckDBPyConnection

from gongxin.engine.connection import Connection
from gongxin.engine.duckdb import literal
from gongxin.intake.column import of
from gongxin.intake.findings import shown
from gongxin.intake.typed import Plan, subject_name
from gongxin.organisations.name import normalise_name
from gongxin.organisations.uscc_rule import PLACEHOLDER

CHUNK = 50_000


class Register(Protocol):
    """What the register of organisations is asked; answers come in any order."""

    def by_old_identifiers(self, numbers: Sequence[str]) -> Sequence[tuple[str, str]]:
        """Return (number, code) for each known number; a number of two organisations comes twice."""
        ...

    def names(self, usccs: Sequence[str]) -> Sequence[tuple[str, str]]:
        """Return (code, name) for every name, past or present, of the codes that are known."""
        ...


def resolve(connection: DuckDBPyConnection, plan: Plan, register: Register) -> None:
    """Make `resolved` and `unmatched`; add the findings about subjects that no valid code names."""
    field = plan.item.subject.uscc
    _find_nameless(connection, plan)
    _ask(connection, register)
    _say_unmatched(connection, field)
    _compare_names(connection, plan, register)


def say_nameless(connection: Connection, plan: Plan) -> None:
    """Do as `resolve` where no register can be asked."""
    field = plan.item.subject.uscc
    rule = "CASE WHEN code IS NULL THEN 'subject.unidentified' ELSE 'uscc.placeholder' END"
    _find_nameless(connection, plan)
    connection.execute(_finding(field, rule, "error", "nameless WHERE array_length(numbers) = 0", "code"))
    connection.execute(
        _finding(field, "'subject.by_old_identifier'", "warning", "nameless WHERE array_length(numbers) > 0")
    )


def _find_nameless(connection: Connection, plan: Plan) -> None:
    subject = plan.item.subject
    code, name = of(plan.columns, subject.uscc).value, subject_name(plan).value
    numbers = ", ".join(of(plan.columns, field).value for field in subject.old_identifiers)
    # Most codes begin with another character, which is cheaper to see than a pattern.
    placeholder = (
        f"CASE WHEN {code} < '1' THEN regexp_full_match({code}, '{PLACEHOLDER}') ELSE {code} IS NULL END"
    )
    connection.execute(
        "CREATE TABLE resolved (row INTEGER, uscc VARCHAR);"
        "CREATE TABLE unmatched (row INTEGER, subject_name VARCHAR, numbers VARCHAR[], reason VARCHAR);"
        f"CREATE TEMP TABLE nameless AS SELECT row, {code} AS code, {name} AS subject_name, "
        f"list_filter([{numbers}]::VARCHAR[], lambda x: x IS NOT NULL) AS numbers "
        f"FROM judged WHERE {placeholder}"
    )


def _finding(field: str, rule: str, severity: str, source: str, value: str = "NULL") -> str:
    return f"INSERT INTO findings SELECT row, {literal(field)}, {rule}, '{severity}', {value} FROM {source}"


def _ask(connection: DuckDBPyConnection, register: Register) -> None:
    rows = connection.execute("SELECT DISTINCT unnest(numbers) FROM nameless").fetchall()
    found = [pair for part in _chunks([row[0] for row in rows]) for pair in register.by_old_identifiers(part)]
    _put(connection, "known_numbers", found)
    connection.execute(
        "INSERT INTO resolved SELECT row, min(b) FROM (SELECT row, unnest(numbers) AS a FROM nameless) "
        "JOIN known_numbers USING (a) GROUP BY row HAVING count(DISTINCT b) = 1"
    )


def _say_unmatched(connection: DuckDBPyConnection, field: str) -> None:
    unsolved = "nameless WHERE row NOT IN (SELECT row FROM resolved)"
    nothing = f"{unsolved} AND array_length(numbers) = 0 AND subject_name IS NULL"
    connection.execute(_finding(field, "'subject.unidentified'", "error", nothing))
    connection.execute(
        "INSERT INTO unmatched SELECT row, subject_name, numbers, "
        "CASE WHEN array_length(numbers) = 0 THEN 'name_only' WHEN list_has_any(numbers, "
        "(SELECT coalesce(list(a), []) FROM known_numbers)) THEN 'several' ELSE 'unknown_number' END "
        f"FROM {unsolved} AND (array_length(numbers) > 0 OR subject_name IS NOT NULL)"
    )
    connection.execute(_finding(field, "'subject.unmatched'", "error", "unmatched"))


def _compare_names(connection: DuckDBPyConnection, plan: Plan, register: Register) -> None:
    """Warn where the register knows the code under other names only."""
    subject, name = plan.item.subject, subject_name(plan).value
    code = of(plan.columns, subject.uscc).value
    connection.execute(
        f"CREATE TEMP TABLE named AS SELECT DISTINCT {code} AS a, {name} AS b FROM judged "
        f"WHERE {code} IS NOT NULL AND {name} IS NOT NULL"
    )
    codes = [row[0] for row in connection.execute("SELECT DISTINCT a FROM named").fetchall()]
    _put(connection, "known_names", [pair for part in _chunks(codes) for pair in register.names(part)])
    doubtful = connection.execute(
        "SELECT a, b, list(k.b) FROM named JOIN known_names k USING (a) GROUP BY a, named.b "
        "HAVING NOT list_contains(list(k.b), named.b)".replace("SELECT a, b,", "SELECT a, named.b,")
    ).fetchall()
    differs = [(a, b) for a, b, known in doubtful if normalise_name(b) not in set(map(normalise_name, known))]
    _put(connection, "differing", differs)
    source = f"judged JOIN differing ON {code} = a AND {name} = b"
    connection.execute(_finding(subject.name, "'subject.name_differs'", "warning", source, shown("b")))


def _put(connection: DuckDBPyConnection, table: str, pairs: Sequence[tuple[str, str]]) -> None:
    arrow = pa.table(
        {"a": pa.array([a for a, _ in pairs], pa.string()), "b": pa.array([b for _, b in pairs], pa.string())}
    )
    connection.register("pairs", arrow)
    connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM pairs")
    connection.unregister("pairs")


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
