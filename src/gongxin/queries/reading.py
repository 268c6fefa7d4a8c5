"""Run one read on the database and return plain rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection
from psycopg.rows import tuple_row

Row = tuple[Any, ...]


def rows(sql: str, values: Mapping[str, object] | None = None, *, prepare: bool = True) -> Sequence[Row]:
    """Return every row.

    A statement is prepared on the connection, since the reads here recur all day; without `prepare` the
    database plans for the very values, which searching needs.
    """
    return _executed(sql, values, prepare).fetchall()


def row(sql: str, values: Mapping[str, object] | None = None) -> Row | None:
    """Return the first row, or None."""
    return _executed(sql, values, True).fetchone()


def _executed(sql: str, values: Mapping[str, object] | None, prepare: bool) -> psycopg.Cursor[Row]:
    """Execute; where the database was restarted since the last read, once more on a new connection."""
    try:
        return _cursor().execute(sql.encode(), values, prepare=prepare)
    except psycopg.OperationalError:
        if connection.in_atomic_block or not connection.connection.closed:
            raise
    connection.close()
    return _cursor().execute(sql.encode(), values, prepare=prepare)


def _cursor() -> psycopg.Cursor[Row]:
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection, row_factory=tuple_row)
