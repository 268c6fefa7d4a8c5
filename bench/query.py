"""Government queries: one at a time and ten thousand at once, beside the same rows read by plain SQL.

The plain reading keeps no log, signs nothing and stores no answer: the distance to it is what those cost.
"""

import statistics
import sys
from argparse import Namespace
from pathlib import Path
from time import perf_counter
from uuid import uuid4

from bench.city import ON
from bench.instance import use
from bench.loaded import loaded
from bench.measuring import Figure, at_most, in_turns, lines, report

SINGLE = 300
MANY = 10_000
MATTER = "administrative_licensing"
UNIT = "11310000000000035N"


def figures(options: Namespace) -> list[Figure]:
    instance = str(loaded(options))
    runs = in_turns("bench.query", {"gongxin": [instance], "plain SQL": [instance]}, rounds=options.rounds)
    found = lines(runs, {"gongxin": "us", "plain SQL": "limit"})
    told = [run.facts for run in runs["gongxin"]]
    verdicts = [
        at_most("p99 of a single query in ms", 100, statistics.median(float(str(f["p99_ms"])) for f in told)),
        at_most("10,000 codes in seconds", 10, statistics.median(float(str(f["many_s"])) for f in told)),
    ]
    title = f"Ask about {SINGLE} organisations one by one, on record, among {options.rows:,} entries"
    return [Figure("query", title, "queries", found, verdicts)]


def codes(count: int) -> list[str]:
    """Return codes from all over the register."""
    from gongxin.queries.reading import rows

    sql = "SELECT uscc FROM organisation ORDER BY md5(uscc) LIMIT %(count)s"
    return [code for (code,) in rows(sql, {"count": count})]


def gongxin(instance: Path) -> None:
    use(instance)
    wanted = codes(MANY)
    ask_about(wanted[:1])
    seconds = []
    for code in wanted[:SINGLE]:
        started = perf_counter()
        ask_about([code])
        seconds.append(perf_counter() - started)
    started = perf_counter()
    ask_about(wanted)
    many = perf_counter() - started
    report(
        sum(seconds),
        SINGLE,
        p50_ms=round(statistics.median(seconds) * 1000, 1),
        p99_ms=round(statistics.quantiles(seconds, n=100)[98] * 1000, 1),
        many_s=round(many, 2),
    )


def ask_about(wanted: list[str]) -> None:
    """Ask, and read what is then shown."""
    from gongxin.actions.query import Asked, asked_row
    from gongxin.queries import query
    from gongxin.queries.matter import by_code
    from gongxin.reports.query import ask, work_through

    rows = [asked_row(place, code) for place, code in enumerate(wanted, 1)]
    edition = by_code(MATTER, ON).edition
    number = ask(
        Asked(
            unit=UNIT, account="client:bench", channel="api", matter=MATTER, edition=edition,
            purpose="办理许可", case_number="1", on=ON, rows=rows, key=str(uuid4()),
        )
    )  # fmt: skip
    work_through(number)
    assert len(query.head(number)["rows"]) == len(wanted)
    assert query.receipt(number)


def plain(instance: Path) -> None:
    use(instance)
    from gongxin.queries.matter import by_code
    from gongxin.queries.reading import row, rows

    wanted, items = codes(SINGLE), list(by_code(MATTER, ON).items)
    sql = (
        "SELECT * FROM entry e WHERE e.uscc = %(uscc)s AND e.kind = 'record' AND e.superseded_by IS NULL"
        " AND e.item = ANY(%(items)s)"
    )
    started = perf_counter()
    for code in wanted:
        row("SELECT * FROM organisation WHERE uscc = %(uscc)s", {"uscc": code})
        rows(sql, {"uscc": code, "items": items})
    report(perf_counter() - started, SINGLE)


if __name__ == "__main__":
    {"gongxin": gongxin, "plain SQL": plain}[sys.argv[1]](Path(sys.argv[2]))
