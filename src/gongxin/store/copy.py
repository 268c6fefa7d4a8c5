"""Rows in bulk from DuckDB into PostgreSQL, by COPY."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import pyarrow
from django.db import connection
from duckdb import DuckDBPyConnection
from psycopg import sql
from pyarrow import csv

from gongxin.store import wire

BATCH = 20_000  # rows
Block = TypeVar("Block", bytes, memoryview)


@dataclass(frozen=True, slots=True)
class Target:
    """A table of PostgreSQL and the columns to be filled."""

    table: str
    columns: Sequence[str]

    def statement(self, form: str) -> sql.Composed:
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return sql.SQL("COPY {} ({}) FROM STDIN " + form).format(sql.Identifier(self.table), columns)


def copy_select(rows: DuckDBPyConnection, select: str, target: Target) -> None:
    """Copy what a SELECT on DuckDB gives. Bytes are given as text: `\\x` and hexadecimal digits.

    Batch by batch through memory: the connection may be closed to every file.
    """
    copy_batches(rows.sql(select).to_arrow_reader(BATCH), target)


def copy_batches(batches: Iterable[pyarrow.RecordBatch], target: Target) -> None:
    """Copy batches of columns. The next one is made while PostgreSQL works on this one."""
    with connection.cursor() as cursor, cursor.copy(target.statement("(FORMAT csv)")) as copy:
        for block in _ahead(map(_text, batches)):
            copy.write(block)


def copy_wire(batches: Iterable[pyarrow.RecordBatch], target: Target) -> None:
    """Copy batches whose columns have the very types of their places, in binary; else as `copy_batches`."""
    with connection.cursor() as cursor, cursor.copy(target.statement("(FORMAT binary)")) as copy:
        copy.write(wire.BEGINNING)
        for block in _ahead(map(wire.rows_of, batches)):
            copy.write(block)
        copy.write(wire.END)
    # Arrow keeps what it used, some 70 MB of it; nothing after this needs as much.
    pyarrow.default_memory_pool().release_unused()


def _text(batch: pyarrow.RecordBatch) -> bytes:
    sink = pyarrow.BufferOutputStream()
    # Texts stand in quotes and nulls do not: that is how PostgreSQL tells an empty text from a null.
    csv.write_csv(batch, sink, csv.WriteOptions(include_header=False))
    text: bytes = sink.getvalue().to_pybytes()
    return text


def _ahead(blocks: Iterator[Block]) -> Iterator[Block]:
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = worker.submit(next, blocks, None)
            yield block


def copy_rows(rows: Iterable[Sequence[Any]], target: Target) -> None:
    """Copy rows of Python values."""
    with connection.cursor() as cursor, cursor.copy(target.statement("")) as copy:
        for row in rows:
            copy.write_row(row)


def make_temporary(table: str, columns: str) -> None:
    """Make a table that this transaction alone sees and that ends with it."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")


def analyze(table: str) -> None:
    """Let the planner know a temporary table's size; it never finds out by itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")
