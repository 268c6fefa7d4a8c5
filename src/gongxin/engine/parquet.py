"""Parquet partitioned by organisation: all that is about one organisation is in one bucket, in one place.

Executors that each take whole buckets need not exchange rows to bring an organisation's entries together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from duckdb import DuckDBPyConnection

from gongxin.engine.duckdb import literal, name

BUCKETS = 64


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a snapshot below its folder, the rows in it, and its SHA-256."""

    path: str
    rows: int
    digest: str


def bucket_sql(uscc: str, buckets: int = BUCKETS) -> str:
    """Return SQL for the bucket of an organisation; the same on every machine, for ever."""
    return f"CAST(concat('0x', left(sha256({uscc}), 4)) AS INTEGER) % {buckets}"


def write_buckets(
    connection: DuckDBPyConnection, relation: str, folder: Path, *, buckets: int = BUCKETS
) -> Iterator[Part]:
    """Write a relation with a column `uscc` as folder/relation/bucket=N/*.parquet, ordered by organisation.

    The folder is the connection's own.
    """
    place = folder / relation
    place.mkdir()
    rows = f"SELECT *, {bucket_sql('uscc', buckets)} AS bucket FROM {name(relation)} ORDER BY bucket, uscc"
    connection.execute(
        f"COPY ({rows}) TO {literal(str(place))} (FORMAT parquet, PARTITION_BY (bucket), COMPRESSION zstd)"
    )
    for path in sorted(place.rglob("*.parquet")):
        found = connection.execute(f"SELECT count(*) FROM read_parquet({literal(str(path))})").fetchone()
        assert found is not None
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        yield Part(path.relative_to(folder).as_posix(), found[0], digest)
