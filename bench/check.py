"""Checking a file of penalties with every rule: beside frictionless, pandera and DuckDB merely reading it."""

import sys
from argparse import Namespace
from pathlib import Path
from time import perf_counter

from bench.city import ITEM, ON, only_file, penalties
from bench.measuring import Figure, at_least, at_most, in_turns, lines, ratio_to, report

PEERS = {"frictionless": "peer", "pandera": "peer"}


def figures(options: Namespace) -> list[Figure]:
    whole = penalties(options.rows, options.organisations)
    part = penalties(options.peer_rows, options.organisations)
    ours = in_turns(
        "bench.check", {"gongxin": [str(whole)], "DuckDB reads": [str(whole)]}, rounds=options.rounds
    )
    beside = in_turns(
        "bench.check",
        {"gongxin": [str(part)], "frictionless": [str(part)], "pandera": [str(part)]},
        rounds=1 if options.peer_rows > 50_000 else options.rounds,
    )
    limit = lines(ours, {"gongxin": "us", "DuckDB reads": "limit"})
    peers = lines(beside, {"gongxin": "us", **PEERS})
    facts = limit[0].facts
    verdicts = [
        at_least("share of DuckDB merely reading the file", 0.5, ratio_to(limit, "DuckDB reads")),
        at_most("peak memory in MiB", 2048, limit[0].peak_mib),
        at_least("share of planted faults found", 1.0, float(str(facts["recall"]))),
        at_most("findings nobody planted", 0, float(str(facts["false"]))),
    ]
    against = [
        at_least("times frictionless", 8, ratio_to(peers, "frictionless")),
        at_least("times pandera", 3, ratio_to(peers, "pandera")),
    ]
    return [
        Figure("check", f"Check {options.rows:,} penalties, every rule", "rows", limit, verdicts),
        Figure("check-peers", f"The same rules on {options.peer_rows:,} rows", "rows", peers, against),
    ]


def gongxin(folder: Path) -> None:
    from gongxin.catalogue.reader import edition
    from gongxin.demo.manifest import read_manifest
    from gongxin.demo.scoring import planted_in, score
    from gongxin.intake.screening import check
    from gongxin.intake.source import Source

    manifest = read_manifest(folder)
    assert manifest is not None
    known = edition(ON)
    item = known.item(ITEM)
    started = perf_counter()
    with check(Source(only_file(folder)), item, known, on=ON) as screening:
        findings = screening.connection.execute("SELECT * FROM findings").fetchall()
        seconds = perf_counter() - started
        scored = score(screening, manifest.files[0], planted_in(folder, manifest.files[0]))
    report(
        seconds,
        scored.rows,
        findings=len(findings),
        planted=scored.planted,
        recall=scored.found / max(1, scored.planted),
        false=scored.false,
    )


def duckdb_reads(folder: Path) -> None:
    import duckdb

    connection = duckdb.connect(config={"threads": "2"})
    started = perf_counter()
    connection.execute(
        "CREATE TABLE cells AS SELECT * "
        "FROM read_csv(?, all_varchar = true, header = true, delim = ',', quote = '\"')",
        [str(only_file(folder))],
    )
    seconds = perf_counter() - started
    answer = connection.execute("SELECT count(*) FROM cells").fetchone()
    assert answer is not None
    report(seconds, answer[0])


def main(contestant: str, folder: Path) -> None:
    if contestant == "gongxin":
        gongxin(folder)
    elif contestant == "DuckDB reads":
        duckdb_reads(folder)
    elif contestant == "frictionless":
        from bench.check_frictionless import run as run_frictionless

        run_frictionless(only_file(folder))
    else:
        from bench.check_pandera import run as run_pandera

        run_pandera(only_file(folder))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
