"""Each shipped indicator gives the same figures on DuckDB and on Spark, whatever the rows."""

from datetime import date, timedelta
from random import Random

import duckdb
import pytest

from gongxin.engine.spark import SparkConnection
from gongxin.oversight.compiler import figures_sql
from gongxin.oversight.indicator import indicator, indicators
from gongxin.oversight.relation import RELATIONS, RelationKind

ON = date(2026, 11, 22)
CHOICES = {
    "VARCHAR": ["", "11310000000000035N", "administrative_penalty", "单位'甲"],
    "BOOLEAN": [True, False, None],
    "BIGINT": [0, 1, 7, None],
    "DATE": [ON - timedelta(days=days) for days in (-1, 0, 1, 364, 365, 366, 800)],
}


@pytest.fixture(scope="module")
def city():
    """Every relation with rows of every combination that chance makes, some of them on the edge."""
    here, chance = duckdb.connect(), Random(5)
    for kind, relation in RELATIONS.items():
        columns = ", ".join(f"{name} {type_}" for name, type_ in relation.columns.items())
        here.execute(f"CREATE TABLE {kind} ({columns})")
        marks = ", ".join("?" * len(relation.columns))
        rows = [[chance.choice(CHOICES[type_]) for type_ in relation.columns.values()] for _ in range(300)]
        here.executemany(f"INSERT INTO {kind} VALUES ({marks})", rows)
    yield here
    here.close()


@pytest.mark.parametrize("one", indicators(), ids=lambda one: one.code)
def test_an_indicator_gives_the_same_on_both_engines(one, city, spark, tmp_path):
    there = SparkConnection(spark, tmp_path)
    city.execute(f"COPY {one.relation} TO '{tmp_path}/rows.parquet' (FORMAT parquet)")
    there.read(one.relation.value, tmp_path / "rows.parquet")

    expected = city.execute(figures_sql(one, ON)).fetchall()

    assert there.execute(figures_sql(one, ON)).fetchall() == expected
    assert len(expected) > 1
    assert all(whole > 0 for *_, whole in expected)


def test_the_window_ends_with_the_day_and_begins_a_year_before():
    sql = figures_sql(indicator("timeliness"), ON)
    with duckdb.connect() as here:
        days = {"2025-11-22": "out", "2025-11-23": "in", "2026-11-22": "in", "2026-11-23": "out"}
        rows = ", ".join(f"('u', '{day} {want}', DATE '{day}', false, true)" for day, want in days.items())
        columns = ", ".join(RELATIONS[RelationKind.RECORD].columns)
        here.execute(f"CREATE TABLE record AS SELECT * FROM (VALUES {rows}) t ({columns})")
        found = [item for _, item, *_ in here.execute(sql).fetchall()]

    assert found == ["2025-11-23 in", "2026-11-22 in"]
