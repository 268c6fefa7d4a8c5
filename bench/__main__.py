"""Measure what DESIGN.md asks for: `python -m bench`, or `make bench ARGS="--rows 1000000"`."""

import argparse
import importlib
import sys

from bench.measuring import Figure, work_folder
from bench.showing import publish, table, write

FIGURES = ("check", "intake", "record", "search", "log", "query", "report", "draw", "evaluation")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=20_000, help="rows, entries or leaves of our own measurements"
    )
    parser.add_argument(
        "--peer-rows", type=int, default=0, help="rows for slow peers; 0: as many as ours, at most 100,000"
    )
    parser.add_argument("--organisations", type=int, default=0, help="0: a tenth of the rows, at least 2,000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5, help="how long each server is asked")
    parser.add_argument("--only", default=",".join(FIGURES), help=f"some of {','.join(FIGURES)}")
    parser.add_argument("--docs", action="store_true", help="write the figures into docs/benchmarks.md")
    parser.add_argument("--note", default="", help="a sentence for the page, such as what else ran")
    options = parser.parse_args()
    options.peer_rows = options.peer_rows or min(options.rows, 100_000)
    options.organisations = options.organisations or max(2_000, options.rows // 10)
    figures: list[Figure] = []
    for name in options.only.split(","):
        if name not in FIGURES:
            raise SystemExit(f"--only {name}: choose from {', '.join(FIGURES)}")
        print(f"{name} …", file=sys.stderr, flush=True)
        figures += importlib.import_module(f"bench.{name}").figures(options)
    folder = work_folder()
    print(write(figures, folder, vars(options)))
    print(table(figures))
    if options.docs:
        publish(figures, vars(options))
    print(f"{folder}/figures.json, figures.md, figures.svg", file=sys.stderr)


main()
