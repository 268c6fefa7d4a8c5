"""Rows to measure with: one file of penalties from the demo city, made once for each number of rows."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from bench.measuring import work_folder
from gongxin.catalogue.reader import edition
from gongxin.demo.generation import Order, generate
from gongxin.demo.manifest import read_manifest

ITEM = "administrative_penalty"
ON = date(2026, 11, 20)
SEED = 7


def penalties(rows: int, organisations: int) -> Path:
    """Return the folder of one CSV with `rows` penalties, its answers and its manifest."""
    folder = work_folder() / f"penalties-{rows}-{organisations}"
    if read_manifest(folder) is None:
        # In a process of its own: what it needs at its peak would count for every later child of this one.
        command = [sys.executable, "-m", "bench.city", str(folder), str(rows), str(organisations)]
        subprocess.run(command, check=True)
    return folder


def make(folder: Path, rows: int, organisations: int) -> None:
    order = Order(organisations, rows, SEED, ON, (ITEM,), files=1, memory_limit="4GB")
    generate(order, edition(ON), folder)


def only_file(folder: Path) -> Path:
    manifest = read_manifest(folder)
    assert manifest is not None
    return folder / manifest.files[0].file


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
