"""Appending to the ledger, one entry or a million: compare, number, commit to the log, under its lock."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from uuid import UUID

from django.db import connection
from duckdb import DuckDBPyConnection

from gongxin.actions.log import Head, extend
from gongxin.catalogue.item import Item
from gongxin.disclosure.openness import disclosure_sql
from gongxin.ledger.salt import commitment, commitment_sql, salt, salt_sql, secret
from gongxin.ledger.statement import NAMES, Statement, statement_sql
from gongxin.store.copy import Target, analyze, copy_rows, copy_select, make_temporary

COLUMNS = (*NAMES, "salt", "commitment")
BYTES = ("salt", "commitment")


@dataclass(frozen=True, slots=True)
class Origin:
    """What all rows of a batch share."""

    item: Item
    edition: str
    unit: str
    batch: UUID


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows of a batch. `erased`: the record was erased by law and does not come back."""

    accepted: int
    corrected: int
    duplicate: int
    erased: int
    sequence: tuple[int, int] | None
    head: Head


def append_statement(
    head: Head, statement: Statement, *, before_checkpoint: Callable[[], None] = lambda: None
) -> Head:
    """Append one entry; where it is a later version, it supersedes the one before."""
    hiding = salt(secret(), statement.sequence)
    leaf = commitment(hiding, statement.text())
    values = [getattr(statement, field.name) for field in fields(statement)]
    copy_rows([[*values, hiding, leaf]], Target("entry", COLUMNS))
    if statement.version > 1:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE entry SET superseded_by = %s WHERE record = %s AND version = %s",
                [statement.sequence, statement.record, statement.version - 1],
            )
    before_checkpoint()
    return extend(head, [leaf])


def append_rows(rows: DuckDBPyConnection, table: str, *, origin: Origin, head: Head) -> Taken:
    """Append the rows of a DuckDB table (clean rows with their windows) that say something new.

    Leaves two tables on the connection: `taken` (row, outcome) and `entry`, the entries as written.
    """
    _find_standing(rows, table)
    _settle(rows, table)
    _number(rows, table, origin, head)
    columns = ", ".join(
        f"'\\x' || lower(hex({name})) AS {name}" if name in BYTES else f'"{name}"' for name in COLUMNS
    )
    copy_select(rows, f"SELECT {columns} FROM entry", Target("entry", COLUMNS))
    _supersede(rows)
    leaves = [leaf for (leaf,) in rows.execute("SELECT commitment FROM entry ORDER BY sequence").fetchall()]
    counts = dict(rows.execute("SELECT outcome, count(*) FROM taken GROUP BY outcome").fetchall())
    return Taken(
        accepted=counts.get("accepted", 0),
        corrected=counts.get("corrected", 0),
        duplicate=counts.get("duplicate", 0),
        erased=counts.get("erased", 0),
        sequence=(head.size + 1, head.size + len(leaves)) if leaves else None,
        head=extend(head, leaves),
    )


def _find_standing(rows: DuckDBPyConnection, table: str) -> None:
    """Bring over what stands in the ledger under the records of the rows: `standing`."""
    make_temporary("incoming", "row integer, record uuid, digest bytea")
    select = f"SELECT row, record, '\\x' || sha256(content) AS digest FROM {table}"
    copy_select(rows, select, Target("incoming", ("row", "record", "digest")))
    analyze("incoming")
    rows.execute(
        "CREATE OR REPLACE TEMP TABLE standing"
        " (row INTEGER, sequence BIGINT, version INTEGER, is_same BOOLEAN, is_erased BOOLEAN)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.row, e.sequence, e.version, e.kind = 'record' AND"
            " sha256(convert_to(e.content, 'UTF8')) = i.digest, e.content IS NULL"
            " FROM incoming i JOIN entry e ON e.record = i.record AND e.superseded_by IS NULL"
        )
        while found := cursor.fetchmany(50_000):
            columns = list(zip(*found, strict=True))
            rows.execute(
                "INSERT INTO standing SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)",
                [list(column) for column in columns],
            )
        cursor.execute("DROP TABLE incoming")


def _settle(rows: DuckDBPyConnection, table: str) -> None:
    """Decide the outcome of each row: `taken`."""
    rows.execute(
        "CREATE OR REPLACE TEMP TABLE taken AS"
        " SELECT row, sequence AS earlier, coalesce(version, 0) + 1 AS version,"
        " CASE WHEN is_erased THEN 'erased' WHEN is_same THEN 'duplicate'"
        " WHEN sequence IS NULL THEN 'accepted' ELSE 'corrected' END AS outcome"
        f" FROM {table} LEFT JOIN standing USING (row)"
    )


def _number(rows: DuckDBPyConnection, table: str, origin: Origin, head: Head) -> None:
    """Make the new entries, numbered in the order of the file, with salt and commitment: `entry`."""
    numbered = (
        "SELECT CAST($size + row_number() OVER (ORDER BY row) AS BIGINT) AS sequence,"
        " 'record' AS kind, record, version, $item AS item, $edition AS edition, uscc, $unit AS unit,"
        f" CAST($batch AS UUID) AS batch, row, {disclosure_sql(origin.item)} AS disclosure, tier, decided_on,"
        " valid_until, shown_from, shown_until, repairable_on, query_until, is_late,"
        f" CAST($now AS TIMESTAMP) AS known_at, content, earlier"
        f" FROM {table} JOIN taken USING (row) WHERE outcome IN ('accepted', 'corrected')"
    )
    salted = f"SELECT *, {salt_sql(secret())} AS salt FROM ({numbered})"
    digest = commitment_sql("salt", statement_sql())
    rows.execute(
        f"CREATE OR REPLACE TEMP TABLE entry AS SELECT *, {digest} AS commitment FROM ({salted})",
        {
            "size": head.size,
            "item": origin.item.code,
            "edition": origin.edition,
            "unit": origin.unit,
            "batch": str(origin.batch),
            "now": head.now.replace(tzinfo=None),
        },
    )


def _supersede(rows: DuckDBPyConnection) -> None:
    if not rows.execute("SELECT 1 FROM entry WHERE earlier IS NOT NULL LIMIT 1").fetchall():
        return
    make_temporary("superseding", "earlier bigint, later bigint")
    select = "SELECT earlier, sequence AS later FROM entry WHERE earlier IS NOT NULL ORDER BY earlier"
    copy_select(rows, select, Target("superseding", ("earlier", "later")))
    analyze("superseding")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE entry SET superseded_by = s.later FROM superseding s WHERE sequence = s.earlier"
        )
        cursor.execute("DROP TABLE superseding")
