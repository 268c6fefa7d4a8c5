"""The Merkle log: appending in bulk and proving one leaf, beside pymerkle."""

import os
import random
import sys
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.instance import fresh, use
from bench.measuring import Figure, at_least, at_most, in_turns, lines, report

PROOFS = 500
BATCH = 1_000_000  # leaves in a transaction
FEW = 100_000  # for pymerkle


def figures(options: Namespace) -> list[Figure]:
    instance = fresh("log")
    leaves = str(options.rows)
    runs = in_turns(
        "bench.log",
        {"gongxin": [leaves, str(instance)], "pymerkle": [str(min(options.rows, FEW))]},
        rounds=1,
    )
    fresh("log")
    found = lines(runs, {"gongxin": "us", "pymerkle": "peer"})
    proof = float(str(runs["gongxin"][0].facts["proof_ms"]))
    verdicts = [
        at_least("leaves a second in bulk", 100_000, found[0].rate),
        at_most("inclusion proof in ms", 5, proof),
    ]
    return [
        Figure(
            "log",
            f"Append {options.rows:,} leaves, tiles stored and checkpoint signed",
            "leaves",
            found,
            verdicts,
        )
    ]


def gongxin(leaves: int, instance: Path) -> None:
    use(instance)
    from gongxin.actions.log import extend, writing
    from gongxin.ledger import tree
    from gongxin.ledger.tile import HEIGHT, WIDTH, TilePath, reader
    from gongxin.queries.log import checkpoint, tile

    seconds = 0.0
    for start in range(0, leaves, BATCH):
        batch = [os.urandom(32) for _ in range(min(BATCH, leaves - start))]
        started = perf_counter()
        with writing() as head:
            extend(head, batch)
        seconds += perf_counter() - started
    size = checkpoint().size

    def stored(level: int, number: int) -> bytes:
        width = min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH)
        return tile(TilePath(level, number, width))

    lots = random.Random(7)
    started = perf_counter()
    for _ in range(PROOFS):
        tree.inclusion(lots.randrange(size), size, reader(stored))
    report(seconds, leaves, proof_ms=round((perf_counter() - started) / PROOFS * 1000, 3))


def pymerkle(leaves: int) -> None:
    """Its tree in SQLite, so that both write to disk and prove from there."""
    from pymerkle import SqliteTree

    with (
        TemporaryDirectory() as folder,
        SqliteTree(str(Path(folder) / "tree.db"), algorithm="sha256") as made,
    ):
        batch = [os.urandom(32) for _ in range(leaves)]
        started = perf_counter()
        made.append_entries(batch)
        made.get_state()
        seconds = perf_counter() - started
        lots = random.Random(7)
        started = perf_counter()
        for _ in range(PROOFS):
            made.prove_inclusion(lots.randrange(leaves) + 1, leaves)
        report(seconds, leaves, proof_ms=round((perf_counter() - started) / PROOFS * 1000, 3))


if __name__ == "__main__":
    if sys.argv[1] == "gongxin":
        gongxin(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        pymerkle(int(sys.argv[2]))
