"""How checking and evaluating grow on both engines: `python -m bench.scale --rows 100000,1000000`.

Each contestant is a process of its own; its seconds do not count the start of the process, and for Spark are
told with and without the start of its executors. DuckDB runs on two threads, Spark on two executors of one core.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from bench.city import ITEM, ON, only_file, penalties
from bench.evaluation import MODEL, _entries
from bench.evaluation import ON as EVALUATED_ON
from bench.measuring import child, report, work_folder

WORKS = ("check", "evaluate")
ENGINES = ("duckdb", "spark")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.scale", description=__doc__)
    parser.add_argument("--rows", default="100000", help="sizes, by commas")
    parser.add_argument("--only", default=",".join(WORKS), help="check, evaluate")
    options = parser.parse_args()
    found = []
    for rows in map(int, options.rows.split(",")):
        for work in options.only.split(","):
            folder = penalties(rows, max(2_000, rows // 10)) if work == "check" else _entries(rows)
            for engine in ENGINES:
                run = child("bench.scale", work, engine, str(folder))
                line = {"work": work, "engine": engine, "rows": rows, "seconds": round(run.seconds, 1)}
                found.append({**line, **run.facts, "load": round(os.getloadavg()[0], 1)})
                print(json.dumps(found[-1]), flush=True)
    (work_folder() / "scale.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def check(engine: str, folder: Path) -> None:
    from gongxin.catalogue.reader import edition
    from gongxin.engine.spark import session
    from gongxin.intake.distribution import Distribution
    from gongxin.intake.finding import finding_count
    from gongxin.intake.screening import check as screened
    from gongxin.intake.source import Source

    known, source = edition(ON), Source(only_file(folder))
    started = perf_counter()
    if engine == "duckdb":
        with screened(source, known.item(ITEM), known, on=ON) as done:
            report(perf_counter() - started, done.counts.rows, findings=finding_count(done))
        return
    with session() as spark:
        spark.range(1).count()
        begun = perf_counter()
        with screened(source, known.item(ITEM), known, on=ON, cluster=Distribution(spark)) as done:
            findings = finding_count(done)
        ended = perf_counter()
        rows = done.counts.rows
    report(ended - begun, rows, findings=findings, with_start=round(ended - started, 1))


def evaluate(engine: str, folder: Path) -> None:
    if engine == "duckdb":
        from bench.evaluation import gongxin

        gongxin(folder)
        return
    from gongxin.catalogue import reader as catalogue
    from gongxin.engine.spark import SparkConnection, session
    from gongxin.evaluation.compiler import program
    from gongxin.evaluation.reader import in_force, models
    from gongxin.evaluation.source import ENTRY, ORGANISATION, entry_sql, organisation_sql
    from gongxin.law.parameter import load_parameters

    day = EVALUATED_ON
    made = program(in_force(MODEL, day, models()), catalogue.edition(day), day, parameters=load_parameters())
    started = perf_counter()
    with session() as spark, tempfile.TemporaryDirectory(dir=work_folder()) as work:
        spark.range(1).count()
        begun = perf_counter()
        there = SparkConnection(spark, Path(work).resolve())
        there.read(ENTRY, *sorted(folder.resolve().glob("*.parquet")))
        there.execute(f"CREATE TEMP TABLE {ORGANISATION} AS {organisation_sql()}")
        for source in made.sources:
            there.execute(f"CREATE TEMP TABLE {source.relation} AS {entry_sql(source)}")
        there.execute(f"CREATE TABLE result AS {made.sql}")
        written = there.folders("result")
        ended = perf_counter()
        ((rows,),) = there.execute("SELECT count(*) FROM result").fetchall()
    report(ended - begun, rows, parts=len(written), with_start=round(ended - started, 1))


if __name__ == "__main__":
    if sys.argv[1] in WORKS:
        globals()[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
    else:
        main()
