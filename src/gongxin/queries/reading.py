"""Run one read on the database and return plain rows."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection
from psycopg.rows import tuple_row

Row = tuple[Any, ...]


# No statement is prepared for being frequent: only those that say so, whose best plan no value changes.
WHEN_ASKED = sys.maxsize


def rows(sql: str, values: Mapping[str, object] | None = None, *, prepare: bool = False) -> Sequence[Row]:
    """Return every row.

    With `prepare` the statement is planned once for the connection: for reads by a key that recur all day.
    Without it the database plans for the very values, which anything that counts or searches needs.
    """
    return _executed(sql, values, prepare).fetchall()


def row(sql: str, values: Mapping[str, object] | None = None, *, prepare: bool = False) -> Row | None:
    """Return the first row, or None."""
    return _executed(sql, values, prepare).fetchone()


def _executed(sql: str, values: Mapping[str, object] | None, prepare: bool) -> psycopg.Cursor[Row]:
    """Execute; where the database was restarted since the last read, once more on a new connection."""
    try:
        return _once(sql, values, prepare)
    except psycopg.OperationalError:
        if connection.in_atomic_block or not connection.connection.closed:
            raise
    connection.close()
    return _once(sql, values, prepare)


def _once(sql: str, values: Mapping[str, object] | None, prepare: bool) -> psycopg.Cursor[Row]:
    connection.ensure_connection()
    held: psycopg.Connection[Row] = connection.connection
    cursor = psycopg.Cursor(held, row_factory=tuple_row)
    if not prepare:
        return cursor.execute(sql.encode(), values)
    # Django forbids preparing. Allowed for good, psycopg would keep the text of everything that is written.
    held.prepare_threshold = WHEN_ASKED
    try:
        return cursor.execute(sql.encode(), values, prepare=True)
    finally:
        held.prepare_threshold = None
