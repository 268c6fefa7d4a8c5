"""The statements of a batch have the same effect on both engines; without Spark one is told what to do."""

import duckdb
import pytest

from gongxin.engine.spark import LOCAL, NoSpark, SparkConnection, refuse_missing
from gongxin.engine.spark_call import NotTranslated

STATEMENTS = """
CREATE TABLE finding (row INTEGER, rule VARCHAR, value VARCHAR);
CREATE TABLE typed AS SELECT 0 AS rowid, 'a' AS text, false AS is_person
    UNION ALL SELECT 1, NULL, false UNION ALL SELECT 2, 'c', true;
CREATE VIEW judged AS SELECT rowid + 1 AS row, * FROM typed WHERE NOT is_person;
INSERT INTO finding SELECT row, 'first', text FROM judged;
INSERT INTO finding SELECT row, 'second', NULL FROM judged WHERE text IS NULL;
UPDATE typed SET is_person = true WHERE rowid + 1 IN (SELECT row FROM finding WHERE rule = 'second');
INSERT INTO finding SELECT row, 'third', text FROM judged;
CREATE TEMP TABLE told AS SELECT DISTINCT row FROM finding;
DELETE FROM finding WHERE row IN (SELECT rowid + 1 FROM typed WHERE is_person) AND rule <> 'second';
CREATE TABLE left_over AS SELECT t.row, count(*) AS times
    FROM told t LEFT JOIN finding f USING (row) GROUP BY t.row
"""


def test_statements_change_tables_alike(spark, tmp_path):
    here, there = duckdb.connect(), SparkConnection(spark, tmp_path)
    here.execute(STATEMENTS)
    there.execute(STATEMENTS)

    for table in ("finding", "typed", "judged", "told", "left_over"):
        query = f"SELECT * FROM {table}"
        assert _sorted(there.execute(query)) == _sorted(here.execute(query)), table


def _sorted(answer):
    return sorted(map(repr, answer.fetchall()))


def test_two_executors_take_part(spark):
    assert spark.sparkContext.master == LOCAL
    processes = (
        spark.sparkContext.parallelize(range(200), 20).map(lambda _: __import__("os").getppid()).collect()
    )
    assert spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() == 3, "the driver and two executors"
    assert len(processes) == 200


def test_a_statement_of_another_kind_is_refused(spark, tmp_path):
    with pytest.raises(NotTranslated):
        SparkConnection(spark, tmp_path).execute("ATTACH 'x.db'")


def test_a_machine_without_java_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    with pytest.raises(NoSpark, match="openjdk-17-jre-headless"):
        refuse_missing()


def test_a_java_that_spark_does_not_run_on_is_named(monkeypatch, tmp_path):
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"21.0.4\" 2024-07-16' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    with pytest.raises(NoSpark, match="Java 21"):
        refuse_missing()
