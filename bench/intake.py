"""Taking a file in, from its bytes to the signed receipt: beside PostgreSQL's COPY of the same columns.

COPY goes into a table with the same columns, indexes and constraints, from a file written before, on the same
server. What COPY does not do: read the department's file, check it, compare it with what stands, hash it,
sign it.
"""

import sys
from argparse import Namespace
from pathlib import Path
from time import perf_counter

from bench.city import ITEM, ON, only_file, penalties
from bench.instance import fresh, owner_url, use
from bench.measuring import Figure, Run, at_least, at_most, child, lines, ratio_to, report

ROLES = {"gongxin": "us", "PostgreSQL COPY": "limit"}


def figures(options: Namespace) -> list[Figure]:
    folder = penalties(options.rows, options.organisations)
    runs: dict[str, list[Run]] = {name: [] for name in ROLES}
    for turn in range(options.rounds):
        instance = fresh(f"intake-{turn}")
        for name in ROLES:
            print(f"  bench.intake {name} ({turn + 1}/{options.rounds})", file=sys.stderr, flush=True)
            runs[name].append(child("bench.intake", name, str(folder), str(instance)))
        fresh(f"intake-{turn}")
    found = lines(runs, ROLES)
    verdicts = [
        at_least("share of PostgreSQL COPY", 0.4, ratio_to(found, "PostgreSQL COPY")),
        at_most("peak memory in MiB", 2048, found[0].peak_mib),
    ]
    return [Figure("intake", f"Take in {options.rows:,} penalties, to the receipt", "rows", found, verdicts)]


def gongxin(folder: Path, instance: Path) -> None:
    use(instance)
    from gongxin.actions.batch import submit
    from gongxin.demo.manifest import read_manifest
    from gongxin.intake.source import Source

    manifest = read_manifest(folder)
    assert manifest is not None
    stages: dict[str, float] = {}
    started = perf_counter()
    told = submit(
        Source(only_file(folder)),
        item=ITEM,
        unit=manifest.files[0].unit,
        on=ON,
        progress=lambda stage: stages.setdefault(stage, perf_counter() - started),
    )
    whole = perf_counter() - started
    # Once the stage `writing` begins, entries, log and receipt are committed; the result files follow.
    report(
        stages["writing"],
        told.rows,
        accepted=told.accepted,
        rejected=told.rejected,
        held=told.held,
        checked_after=round(stages["storing"], 3),
        with_result_files=round(whole, 3),
    )


def postgresql(instance: Path) -> None:
    import psycopg

    use(instance)
    file = instance / "entries.copy"
    with psycopg.connect(owner_url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE copied (LIKE entry INCLUDING ALL)")
        with file.open("wb") as written, connection.cursor().copy("COPY entry TO STDOUT") as out:
            for block in out:
                written.write(block)
        started = perf_counter()
        with file.open("rb") as read, connection.cursor().copy("COPY copied FROM STDIN") as into:
            while block := read.read(1 << 20):
                into.write(block)
        seconds = perf_counter() - started
        answer = connection.execute("SELECT count(*) FROM copied").fetchone()
        indexes = connection.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'copied'").fetchone()
        connection.execute("DROP TABLE copied")
    file.unlink()
    assert answer is not None
    assert indexes is not None
    report(seconds, answer[0], indexes=indexes[0])


if __name__ == "__main__":
    if sys.argv[1] == "gongxin":
        gongxin(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        postgresql(Path(sys.argv[3]))
