"""Every entry of an item that a viewer may see, with the position of the log that the answer is true for.

One statement reads both, so no entry beyond the position slips in and none before it is missing.
"""

import datetime
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar

import psycopg
from django.db import connection, transaction
from psycopg.rows import tuple_row

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.queries.entry_row import COLUMNS, NAMES
from gongxin.queries.reading import Row, row

AT_ONCE = 2000
Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[Shape]):
    """`size` and `note` are the log's at that moment; `entries` can be read once, in order of sequence."""

    size: int
    note: str
    entries: Iterator[Shape]


def snapshot(
    item: str, *, viewer: Viewer, on: datetime.date, shape: Callable[[Row, Viewer], Shape]
) -> Snapshot[Shape]:
    """Return the item's entries as a stream, each made by `shape` (`shown_entry`, `entry_text`).

    The database keeps its answer until the stream is read out or closed.
    """
    found = _rows(item, viewer, on)
    size = next(found)[0]
    note = row("SELECT note FROM log_checkpoint WHERE size = %(size)s", {"size": size})
    return Snapshot(size, note[0] if note else "", _shaped(found, lambda one: shape(one, viewer)))


def _shaped(found: Generator[Row, None, None], shape: Callable[[Row], Shape]) -> Iterator[Shape]:
    with closing(found):
        for one in found:
            yield shape(one)


def _rows(item: str, viewer: Viewer, on: datetime.date) -> Generator[Row, None, None]:
    """Yield a row with the log's size, then a row for each entry."""
    sight = condition(viewer, on=on)
    sql = (
        f"SELECT c.size, {COLUMNS} FROM (SELECT coalesce(max(size), 0) AS size FROM log_checkpoint) c"
        f" LEFT JOIN (SELECT * FROM entry e WHERE e.item = %(item)s AND {sight.sql}) e ON true"
        f" {NAMES} ORDER BY e.sequence"
    )
    with transaction.atomic(), _cursor() as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(sql.encode(), {**sight.values, "item": item})
        is_first = True
        for size, *entry in cursor:
            if is_first:
                yield (size,)
                is_first = False
            if entry[0] is not None:
                yield tuple(entry)


def _cursor() -> psycopg.ServerCursor[Row]:
    connection.ensure_connection()
    return psycopg.ServerCursor(connection.connection, "snapshot", row_factory=tuple_row)
