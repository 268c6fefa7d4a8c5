"""Rows to measure with: one file of penalties from the demo city, made once for each number of rows."""

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
        order = Order(organisations, rows, SEED, ON, (ITEM,), files=1, memory_limit="4GB")
        generate(order, edition(ON), folder)
    return folder


def only_file(folder: Path) -> Path:
    manifest = read_manifest(folder)
    assert manifest is not None
    return folder / manifest.files[0].file
