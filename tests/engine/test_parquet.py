"""A relation in buckets: each organisation in one, nothing lost, and the same on Spark."""

from hashlib import sha256

import pytest

from gongxin.engine.duckdb import connect
from gongxin.engine.parquet import bucket_sql, write_buckets
from gongxin.engine.spark import SparkConnection

ROWS = "SELECT 'U' || (range % 40) AS uscc, range AS sequence FROM range(1000)"


@pytest.fixture
def parts(tmp_path):
    with connect(tmp_path, files=[]) as rows:
        rows.execute(f"CREATE TABLE entry AS {ROWS}")
        yield list(write_buckets(rows, "entry", tmp_path, buckets=8))


def test_every_row_is_in_a_file_that_is_named_with_its_digest(parts, tmp_path):
    assert sum(part.rows for part in parts) == 1000
    assert [sha256((tmp_path / part.path).read_bytes()).hexdigest() for part in parts] == [
        part.digest for part in parts
    ]


def test_an_organisation_is_in_one_bucket_on_both_engines(parts, tmp_path, spark):
    there = SparkConnection(spark, tmp_path)
    there.read("entry", tmp_path / "entry")

    with connect(tmp_path, files=[]) as rows:
        here = rows.execute(
            f"SELECT uscc, {bucket_sql('uscc', 8)} AS b FROM ({ROWS}) GROUP BY ALL"
        ).fetchall()
    found = there.execute("SELECT DISTINCT uscc, bucket FROM entry").fetchall()

    assert sorted(found) == sorted(here)
    assert len({bucket for _, bucket in found}) == 8
