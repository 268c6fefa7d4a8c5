"""Spark judges a batch as DuckDB does: every shipped check, row for row, on a city with planted faults."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.catalogue.reader import edition
from gongxin.demo.generation import Order, generate
from gongxin.engine.spark import SparkConnection
from gongxin.intake.distribution import Distribution, hand_over
from gongxin.intake.judging import judge, type_rows
from gongxin.intake.mapping import read_mapping
from gongxin.intake.screening import check
from gongxin.intake.source import Source

ON = date(2026, 11, 20)
ITEMS = tuple(edition(ON).items)
WHOLE_WAY = ("administrative_penalty", "organisation_registration", "administrative_licence")


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """A file of every item, a fifth of the rows at fault."""
    folder = tmp_path_factory.mktemp("city")
    manifest = generate(Order(200, 4_000, 5, ON, share=0.2, files=1), edition(ON), folder)
    return {sent.item: (folder, sent) for sent in manifest.files}


def _source(city, item):
    folder, sent = city[item]
    mapping = read_mapping(folder / sent.mapping) if sent.mapping else None
    return Source(folder / sent.file, mapping=mapping), edition(ON).item(item), sent.on


class _Beside:
    """A cluster that judges here, having typed the rows on both engines, with all that would be stored."""

    def __init__(self, spark):
        self.differing = []
        self._spark = spark

    def judge(self, connection, plan):
        judge(connection, plan)

    def read(self, connection, plan, cells, folder):
        plan = replace(plan, with_content=True)
        type_rows(connection, plan, cells)
        there = SparkConnection(self._spark, folder)
        type_rows(there, plan, hand_over(connection, cells, there, folder))
        (typed,) = there.folders("typed")
        theirs = f"read_parquet('{typed}/*.parquet')"
        names = [row[0] for row in connection.execute("DESCRIBE typed").fetchall()]
        columns = ", ".join(f'"{name}"' for name in names)
        mine, other = f"SELECT rowid, {columns} FROM typed", f"SELECT rowid, {columns} FROM {theirs}"
        for one, without in ((mine, other), (other, mine)):
            self.differing += connection.execute(f"{one} EXCEPT {without}").fetchall()


@pytest.mark.parametrize("item", ITEMS)
def test_every_check_value_and_tier_of_every_item_is_the_same(spark, city, item):
    source, item, on = _source(city, item)
    beside = _Beside(spark)

    with check(source, item, edition(ON), on=on, cluster=beside) as screening:
        assert screening.counts.rows >= 20

    assert beside.differing == []


@pytest.mark.parametrize("item", WHOLE_WAY)
def test_findings_and_outcomes_are_the_same_row_for_row(spark, city, item):
    source, item, on = _source(city, item)
    findings = "SELECT row, field, rule, severity, value FROM findings ORDER BY ALL"
    outcomes = "SELECT row, outcome FROM outcome ORDER BY ALL"

    with check(source, item, edition(ON), on=on) as here:
        expected = [here.connection.execute(query).fetchall() for query in (findings, outcomes)]
    with check(source, item, edition(ON), on=on, cluster=Distribution(spark)) as there:
        found = [there.connection.execute(query).fetchall() for query in (findings, outcomes)]

    assert found == expected
    assert here.counts == there.counts
    assert len({rule for _, _, rule, _, _ in expected[0]}) >= 5
