"""How checking and evaluating grow on both engines: `python -m bench.scale --rows 100000,1000000`.

Each contestant is a process of its own; its seconds do not count the start of the process, and for Spark are
told with and without the start of its executors. DuckDB has two threads, Spark two executors of one core.
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
from gongxin.engine.connection import Connection

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


def cpu_seconds() -> float:
    """What this process and all below it have used: fairer than hours on a machine that does other things."""
    parents, used = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        pid = int(stat.parent.name)
        parents[pid], used[pid] = int(values[1]), sum(map(int, values[11:15]))
    ours, more = set(), {os.getpid()}
    while more:
        ours |= more
        more = {pid for pid, parent in parents.items() if parent in ours} - ours
    return sum(used.get(pid, 0) for pid in ours) / os.sysconf("SC_CLK_TCK")


def told(started: float, used: float, rows: int, **facts: object) -> None:
    report(perf_counter() - started, rows, cpu=round(cpu_seconds() - used, 1), **facts)


def check(engine: str, folder: Path) -> None:
    from gongxin.catalogue.reader import edition
    from gongxin.engine.spark import session
    from gongxin.intake.distribution import Distribution
    from gongxin.intake.finding import finding_count
    from gongxin.intake.screening import check as screened
    from gongxin.intake.source import Source

    known, source = edition(ON), Source(only_file(folder))
    started, used = perf_counter(), cpu_seconds()
    if engine == "duckdb":
        with screened(source, known.item(ITEM), known, on=ON) as done:
            told(started, used, done.counts.rows, findings=finding_count(done))
        return
    with session() as spark:
        spark.range(1).count()
        start = perf_counter() - started
        started, used = perf_counter(), cpu_seconds()
        with screened(source, known.item(ITEM), known, on=ON, cluster=Distribution(spark)) as done:
            told(started, used, done.counts.rows, findings=finding_count(done), start=round(start, 1))


def evaluate(engine: str, folder: Path) -> None:
    """The same statements over the same Parquet."""
    from gongxin.engine.duckdb import connect, literal
    from gongxin.engine.spark import SparkConnection, session
    from gongxin.evaluation.source import ENTRY

    files = sorted(folder.resolve().glob("*.parquet"))
    with tempfile.TemporaryDirectory(dir=work_folder()) as place:
        work, started = Path(place).resolve(), perf_counter()
        if engine == "duckdb":
            here = connect(work, files=files)
            used = cpu_seconds()
            paths = ", ".join(literal(str(path)) for path in files)
            here.execute(f"CREATE VIEW {ENTRY} AS SELECT * FROM read_parquet([{paths}])")
            told(started, used, _evaluated(here))
            return
        with session() as spark:
            spark.range(1).count()
            start = perf_counter() - started
            started, used = perf_counter(), cpu_seconds()
            there = SparkConnection(spark, work)
            there.read(ENTRY, *files)
            told(started, used, _evaluated(there), start=round(start, 1))


def _evaluated(connection: Connection) -> int:
    from gongxin.catalogue import reader as catalogue
    from gongxin.evaluation.compiler import program
    from gongxin.evaluation.reader import in_force, models
    from gongxin.evaluation.source import ORGANISATION, entry_sql, organisation_sql
    from gongxin.law.parameter import load_parameters

    day = EVALUATED_ON
    made = program(in_force(MODEL, day, models()), catalogue.edition(day), day, parameters=load_parameters())
    connection.execute(f"CREATE TABLE {ORGANISATION} AS {organisation_sql()}")
    for source in made.sources:
        connection.execute(f"CREATE TABLE {source.relation} AS {entry_sql(source)}")
    connection.execute(f"CREATE TABLE result AS {made.sql}")
    ((rows,),) = connection.execute("SELECT count(*) FROM result").fetchall()
    return rows


if __name__ == "__main__":
    if sys.argv[1] in WORKS:
        globals()[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
    else:
        main()
