"""Drawing by lot in SQL: the same seed gives the same city, whatever the number of threads."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from gongxin.engine.duckdb import connect, literal


def open_generator(folder: Path, *, seed: int, memory_limit: str = "1GB") -> duckdb.DuckDBPyConnection:
    """Return a connection whose macros draw by lot; it spills into `folder`.

    `dice(b, salt, n)` is 0 to n - 1, `lot(b, salt)` 0 to 1, `pick(words, b, salt)` one of a list. The same
    number, salt and seed always give the same; what is drawn under another salt is independent of it.
    """
    connection = connect(folder, files=(), memory_limit=memory_limit)
    connection.execute(f"CREATE MACRO dice(b, salt, n) AS (hash({int(seed)}, b, salt) % n)::BIGINT")
    connection.execute(f"CREATE MACRO lot(b, salt) AS (hash({int(seed)}, b, salt) % 1000003) / 1000003.0")
    connection.execute(
        "CREATE MACRO pick(words, b, salt) AS list_extract(words, 1 + dice(b, salt, len(words)))"
    )
    connection.execute(f"CREATE MACRO wide(words) AS translate(words, {literal(NARROW)}, {literal(WIDE)})")
    return connection


NARROW = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ."
WIDE = "".join(chr(ord(character) + 0xFEE0) for character in NARROW)


def texts(values: Sequence[str]) -> str:
    """Return an SQL list of texts."""
    return f"[{', '.join(literal(value) for value in values)}]"
