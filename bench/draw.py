"""Draw 5 % of all organisations and verify it: beside a sample by DuckDB that nobody could repeat."""

import runpy
import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from shutil import rmtree
from time import perf_counter

from bench.measuring import Figure, at_most, in_turns, lines, report, work_folder

VERIFIER = Path(__file__).parents[1] / "docs" / "verify_draw.py"
STRATA = {"A": 0.02, "B": 0.04, "C": 0.06, "D": 0.08}  # 5 % of all, where each has a quarter
PLAN = """\
code = "bench"
name = { zh = "抽查", en = "Inspection" }
basis = { instrument = "SH", number = "23" }
on = 2026-11-22
objects = "objects.csv"
team = 2
units = [{ uscc = "11310000000000035N", name = "示范市市场监督管理局", places = 40 }]
"""


def figures(options: Namespace) -> list[Figure]:
    folder = str(_pool(options.rows))
    runs = in_turns(
        "bench.draw",
        {"gongxin": [folder], "verifier": [folder], "DuckDB samples": [folder]},
        rounds=options.rounds,
    )
    found = lines(runs, {"gongxin": "us", "verifier": "peer", "DuckDB samples": "limit"})
    seconds = {line.name: line.seconds for line in found}
    verdicts = [
        at_most("seconds to draw", 3, seconds["gongxin"]),
        at_most("seconds to verify", 3, seconds["verifier"]),
    ]
    return [Figure("draw", f"Draw 5 % of {options.rows:,} organisations", "organisations", found, verdicts)]


def _pool(rows: int) -> Path:
    from gongxin.organisations.uscc import make

    folder = work_folder() / f"draw-{rows}"
    if not (folder / "plan.toml").exists():
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "objects.csv").open("w", encoding="utf-8") as out:
            out.write("uscc,stratum\n")
            for number in range(rows):
                out.write(f"{make('91', '310114', f'{10_000_000 + number:08d}')},{'ABCD'[number % 4]}\n")
        strata = "".join(
            f'[[strata]]\ncode = "{code}"\nname = {{ zh = "{code}", en = "{code}" }}\n'
            f"ratio = {ratio}\nfloor = 1\n"
            for code, ratio in STRATA.items()
        )
        (folder / "plan.toml").write_text(PLAN + strata, "utf-8")
    return folder


def gongxin(folder: Path) -> None:
    """The command as somebody calls it, files and all."""
    from gongxin.cli.draw import draw

    out = folder / "out"
    if out.exists():
        rmtree(out)
    started = perf_counter()
    draw(["run", str(folder / "plan.toml"), "--seed", "骰子 3 1 4", "--out", str(out)], standalone_mode=False)
    _told(started, folder)


def verifier(folder: Path) -> None:
    started = perf_counter()
    differences = list(runpy.run_path(str(VERIFIER))["differences_in"](folder / "out"))
    assert differences == [], differences
    _told(started, folder)


def duckdb_samples(folder: Path) -> None:
    import duckdb

    started = perf_counter()
    with closing(duckdb.connect(config={"threads": "2"})) as connection:
        connection.execute(
            f"COPY (SELECT * FROM (FROM read_csv('{folder / 'objects.csv'}', all_varchar = true)) "
            f"USING SAMPLE 5 PERCENT (bernoulli)) TO '{folder / 'sample.csv'}'"
        )
    _told(started, folder)


def _told(started: float, folder: Path) -> None:
    report(perf_counter() - started, int(folder.name.rpartition("-")[2]))


if __name__ == "__main__":
    {"gongxin": gongxin, "verifier": verifier, "DuckDB samples": duckdb_samples}[sys.argv[1]](
        Path(sys.argv[2])
    )
