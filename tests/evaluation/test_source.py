"""Each shipped model gives the same results, to the last letter of each explanation, on DuckDB and Spark."""

from datetime import date

import duckdb
import pytest

from gongxin.catalogue import reader as catalogue
from gongxin.engine.spark import SparkConnection
from gongxin.evaluation.compiler import OUTPUT, program
from gongxin.evaluation.reader import models
from gongxin.evaluation.source import (
    ENTRY,
    ORGANISATION,
    EntrySource,
    entry_sql,
    merged,
    organisation_sql,
)
from gongxin.law.parameter import load_parameters

COLUMNS = ", ".join(OUTPUT)


@pytest.mark.parametrize("model", models(), ids=lambda model: f"{model.code}-{model.edition}")
def test_a_model_gives_the_same_on_both_engines(model, evaluation, spark, tmp_path):
    on = evaluation.ON
    made = program(model, catalogue.edition(on), on, parameters=load_parameters())
    rows = evaluation.rows_of(evaluation.scattered(model, made, organisations=80, per_item=60))
    with duckdb.connect() as here:
        evaluation.prepare(here, made, rows)
        here.execute(f"COPY {ENTRY} TO '{tmp_path}/entry.parquet' (FORMAT parquet)")
        expected = here.execute(f"SELECT {COLUMNS} FROM ({made.sql}) ORDER BY uscc").fetchall()

    there = SparkConnection(spark, tmp_path)
    there.read(ENTRY, tmp_path / "entry.parquet")
    there.execute(f"CREATE TEMP TABLE {ORGANISATION} AS {organisation_sql()}")
    for source in made.sources:
        there.execute(f"CREATE TEMP TABLE {source.relation} AS {entry_sql(source)}")
    found = there.execute(f"SELECT {COLUMNS} FROM ({made.sql}) ORDER BY uscc").fetchall()

    assert found == expected
    assert len({grade for _, _, grade, *_ in expected}) >= 2


def test_what_two_models_read_begins_with_the_earlier_and_has_both_s_fields():
    fields = {one.code: one for one in catalogue.edition(date(2026, 11, 22)).item("honour").kept_fields}
    level, until = fields["level"], fields["valid_until"]
    first = EntrySource("honour", (level,), date(2025, 1, 1))
    second = EntrySource("honour", (until,), date(2024, 1, 1))
    ageless = EntrySource("honour", ())

    assert merged([first, second]) == (EntrySource("honour", (level, until), date(2024, 1, 1)),)
    assert merged([first, ageless])[0].after is None
