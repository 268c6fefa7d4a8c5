"""Rows in bulk from PostgreSQL into DuckDB, by COPY, streamed: neither side holds them all at once."""

from collections.abc import Mapping

import pyarrow
import pyarrow.csv
from django.db import connection
from duckdb import DuckDBPyConnection
from psycopg import Copy

ARRIVING = "arriving"
BLOCK = 1 << 22  # bytes
ARROW = {
    "BIGINT": pyarrow.int64(),
    "VARCHAR": pyarrow.string(),
    "DATE": pyarrow.date32(),
    "BOOLEAN": pyarrow.bool_(),
    "INTEGER": pyarrow.int32(),
}


def copy_out(
    rows: DuckDBPyConnection,
    into: str,
    *,
    select: str,
    values: Mapping[str, object],
    types: Mapping[str, str],
) -> None:
    """Run `into` on DuckDB, once, over the relation `arriving`: what `select` gives on PostgreSQL.

    `types` are the columns with their DuckDB types, in the order of the SELECT.
    """
    statement = f"COPY ({select}) TO STDOUT (FORMAT csv)"
    connection.ensure_connection()
    with connection.cursor() as cursor, cursor.copy(statement, values) as copy:
        rows.register(ARRIVING, _arriving(_Stream(copy), types))
        try:
            rows.execute(into)
        finally:
            rows.unregister(ARRIVING)


def _arriving(stream: "_Stream", types: Mapping[str, str]) -> pyarrow.RecordBatchReader:
    kinds = {name: ARROW[kind] for name, kind in types.items()}
    if stream.is_empty:
        return pyarrow.RecordBatchReader.from_batches(pyarrow.schema(kinds), [])
    return pyarrow.csv.open_csv(
        pyarrow.PythonFile(stream, mode="r"),
        read_options=pyarrow.csv.ReadOptions(column_names=list(types), block_size=BLOCK),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        # An absent value stands bare and an empty text in quotes: that is how PostgreSQL tells them apart.
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=kinds,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        ),
    )


class _Stream:
    """What COPY sends, to be read like a file."""

    closed = False

    def __init__(self, copy: Copy) -> None:
        self._blocks = iter(copy)
        self._left = bytes(next(self._blocks, b""))

    @property
    def is_empty(self) -> bool:
        return not self._left

    def read(self, size: int = -1) -> bytes:
        parts, length = [self._left], len(self._left)
        while size < 0 or length < size:
            block = next(self._blocks, None)
            if block is None:
                break
            parts.append(bytes(block))
            length += len(block)
        whole = b"".join(parts)
        taken = length if size < 0 else min(size, length)
        self._left = whole[taken:]
        return whole[:taken]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def writable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True
