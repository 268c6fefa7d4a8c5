"""Appending to the ledger, one entry or a million: compare, number, commit to the log, under its lock."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pyarrow
from django.db import connection
from duckdb import DuckDBPyConnection

from gongxin.actions.log import Head, extend
from gongxin.catalogue.item import Item
from gongxin.disclosure.openness import disclosure_sql
from gongxin.engine.duckdb import literal
from gongxin.ledger.digests import SIZE as DIGEST
from gongxin.ledger.digests import Digests
from gongxin.ledger.salt import SIZE as SALT
from gongxin.ledger.salt import commitment, salt, sealed, secret
from gongxin.ledger.statement import END, NAMES, Statement, opening_sql
from gongxin.store.copy import (
    BATCH,
    Target,
    analyze,
    copy_rows,
    copy_select,
    copy_wire,
    make_temporary,
)
from gongxin.store.wire import bytes_column, each_of, joined

PART = 100_000  # rows
COLUMNS = (*NAMES, "salt", "commitment")
# Sixteen bytes each.
UUIDS = {name: f"unhex(replace(CAST({name} AS VARCHAR), '-', ''))" for name in ("record", "batch")}


@dataclass(frozen=True, slots=True)
class Origin:
    """What all rows of a batch share."""

    item: Item
    edition: str
    unit: str
    batch: UUID
    editions: tuple[tuple[date, str], ...] = ()  # (in force from, code), newest first: by day of decision


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
    return append_statements(head, [statement], before_checkpoint=before_checkpoint)


def append_statements(
    head: Head, statements: Sequence[Statement], *, before_checkpoint: Callable[[], None] = lambda: None
) -> Head:
    """Append entries, numbered from `head.size + 1` on; a later version supersedes the one before it."""
    assert [one.sequence for one in statements] == [*range(head.size + 1, head.size + 1 + len(statements))]
    if not statements:
        return head
    hidden_by = secret()
    salts = [salt(hidden_by, one.sequence) for one in statements]
    leaves = [commitment(hiding, one.text().encode()) for hiding, one in zip(salts, statements, strict=True)]
    rows = (
        [*(getattr(one, name) for name in NAMES), hiding, leaf]
        for one, hiding, leaf in zip(statements, salts, leaves, strict=True)
    )
    copy_rows(rows, Target("entry", COLUMNS))
    _supersede_earlier([one for one in statements if one.version > 1])
    before_checkpoint()
    return extend(head, leaves)


def _supersede_earlier(later: Sequence[Statement]) -> None:
    if not later:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE entry SET superseded_by = l.sequence"
            " FROM unnest(%s::bigint[], %s::uuid[], %s::integer[]) AS l (sequence, record, version)"
            " WHERE entry.record = l.record AND entry.version = l.version - 1",
            [
                [one.sequence for one in later],
                [one.record for one in later],
                [one.version for one in later],
            ],
        )


def append_rows(rows: DuckDBPyConnection, table: str, *, origin: Origin, head: Head) -> Taken:
    """Append the rows of a DuckDB table (clean rows with their windows) that say something new.

    Leaves on the connection `taken` (row, outcome, sequence) and `entry`, the entries as written.
    """
    _find_standing(rows, table)
    _settle(rows, table, head)
    _lay_out(rows, table, origin, head)
    counts = dict(rows.execute("SELECT outcome, count(*) FROM taken GROUP BY outcome").fetchall())
    leaves = Digests(counts.get("accepted", 0) + counts.get("corrected", 0))
    if leaves:
        copy_wire(_sealed(rows, leaves, head), Target("entry", COLUMNS))
    if counts.get("corrected"):
        _supersede(rows)
    return Taken(
        accepted=counts.get("accepted", 0),
        corrected=counts.get("corrected", 0),
        duplicate=counts.get("duplicate", 0),
        erased=counts.get("erased", 0),
        sequence=(head.size + 1, head.size + len(leaves)) if leaves else None,
        head=extend(head, leaves),
    )


def parts(rows: DuckDBPyConnection, table: str) -> Iterator[str]:
    """Yield conditions on `row` that take a table part by part.

    A join may hold all that it is given, contents and all: not more than a part at a time.
    """
    ((first, last),) = rows.execute(f"SELECT min(row), max(row) FROM {table}").fetchall()
    if first is not None:
        yield from (f"row BETWEEN {at} AND {at + PART - 1}" for at in range(first, last + 1, PART))


def _find_standing(rows: DuckDBPyConnection, table: str) -> None:
    """Bring over what stands in the ledger under the records of the rows: `standing`."""
    make_temporary("incoming", "row integer, record uuid")
    copy_select(rows, f"SELECT row, record FROM {table}", Target("incoming", ("row", "record")))
    analyze("incoming")
    rows.execute(
        "CREATE OR REPLACE TEMP TABLE standing"
        " (row INTEGER, sequence BIGINT, version INTEGER, is_record BOOLEAN, digest VARCHAR)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.row, e.sequence, e.version, e.kind = 'record',"
            " encode(sha256(convert_to(e.content, 'UTF8')), 'hex') FROM incoming i CROSS JOIN LATERAL"
            # One look into the index for each row, whatever the planner believes of a table that just grew.
            " (SELECT * FROM entry WHERE record = i.record ORDER BY version DESC LIMIT 1) e"
        )
        while found := cursor.fetchmany(BATCH):
            columns = [list(column) for column in zip(*found, strict=True)]
            rows.execute(
                "INSERT INTO standing SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)", columns
            )
        cursor.execute("DROP TABLE incoming")


def _settle(rows: DuckDBPyConnection, table: str, head: Head) -> None:
    """Decide the outcome of each row and number what is new, in the order of the file: `taken`."""
    rows.execute("CREATE OR REPLACE TEMP TABLE same (row INTEGER)")
    for part in parts(rows, "standing"):
        rows.execute(
            f"INSERT INTO same SELECT row FROM (SELECT row, content FROM {table} WHERE {part})"
            " JOIN standing s USING (row) WHERE s.is_record AND s.digest = sha256(content)"
        )
    rows.execute(
        "CREATE OR REPLACE TABLE taken AS SELECT *, CASE WHEN is_new THEN"
        " CAST($size + row_number() OVER (PARTITION BY is_new ORDER BY row) AS BIGINT) END AS sequence"
        " FROM (SELECT *, outcome IN ('accepted', 'corrected') AS is_new FROM ("
        "SELECT row, s.sequence AS earlier, coalesce(s.version, 0) + 1 AS version,"
        " CASE WHEN s.sequence IS NULL THEN 'accepted' WHEN s.digest IS NULL THEN 'erased'"
        " WHEN e.row IS NOT NULL THEN 'duplicate' ELSE 'corrected' END AS outcome"
        f" FROM {table} LEFT JOIN standing s USING (row) LEFT JOIN same e USING (row)))",
        {"size": head.size},
    )


def _lay_out(rows: DuckDBPyConnection, table: str, origin: Origin, head: Head) -> None:
    """Lay out the new entries: the view `entry`."""
    rows.execute(
        "CREATE OR REPLACE TEMP VIEW entry AS SELECT sequence, 'record' AS kind, record, version,"
        f" {literal(origin.item.code)} AS item, {_edition_sql(origin)} AS edition, uscc,"
        f" {literal(origin.unit)} AS unit, CAST('{origin.batch}' AS UUID) AS batch, row,"
        f" {disclosure_sql(origin.item)} AS disclosure, tier, decided_on, valid_until, shown_from,"
        " shown_until, repairable_on, query_until, is_late,"
        f" CAST('{head.now.replace(tzinfo=None)}' AS TIMESTAMP) AS known_at, content, earlier"
        f" FROM {table} JOIN taken USING (row) WHERE is_new"
    )


def _edition_sql(origin: Origin) -> str:
    """The edition in force on the day of the decision; before the first, the first."""
    if not origin.editions:
        return literal(origin.edition)
    *later, (_, first) = origin.editions
    cases = "".join(f" WHEN decided_on >= DATE '{from_}' THEN {literal(code)}" for from_, code in later)
    newest = literal(origin.editions[0][1])
    return f"CASE WHEN decided_on IS NULL THEN {newest}{cases} ELSE {literal(first)} END"


def _sealed(rows: DuckDBPyConnection, leaves: Digests, head: Head) -> Iterator[pyarrow.RecordBatch]:
    """Yield the entries with salt and commitment, in any order; set each commitment in `leaves`.

    The digests are made here and not by DuckDB, whose SHA-256 does not use the processor's own.
    """
    hidden_by = secret()
    for batch in _laid_out(rows):
        sequences = batch["sequence"].to_pylist()
        salts = bytes_column([salt(hidden_by, sequence) for sequence in sequences], SALT)
        salted = joined(salts, batch["opening"], batch["content"], END.encode())
        digests = [sealed(one) for one in each_of(salted)]
        leaves.put([sequence - head.size - 1 for sequence in sequences], digests)
        columns = [*batch.columns[:-1], salts, bytes_column(digests, DIGEST)]
        yield pyarrow.RecordBatch.from_arrays(columns, names=COLUMNS)


def _laid_out(rows: DuckDBPyConnection) -> Iterator[pyarrow.RecordBatch]:
    """Yield the entries, each with what its statement says before the content."""
    names = ", ".join(UUIDS.get(name, f'"{name}"') for name in NAMES)
    for part in parts(rows, "taken"):
        select = f"SELECT {names}, {opening_sql()} AS opening FROM entry WHERE {part}"
        yield from rows.sql(select).to_arrow_reader(BATCH)


def _supersede(rows: DuckDBPyConnection) -> None:
    make_temporary("superseding", "earlier bigint, later bigint")
    select = "SELECT earlier, sequence AS later FROM taken WHERE outcome = 'corrected' ORDER BY earlier"
    copy_select(rows, select, Target("superseding", ("earlier", "later")))
    analyze("superseding")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE entry SET superseded_by = s.later FROM superseding s WHERE sequence = s.earlier"
        )
        cursor.execute("DROP TABLE superseding")
