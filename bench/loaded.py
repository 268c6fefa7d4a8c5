"""An instance with a register and many entries, loaded once through the same actions as any file."""

import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from time import perf_counter

from bench.city import ITEM, ON, SEED
from bench.instance import BUILT, use
from bench.measuring import report, work_folder

MOST_ROWS = 1_000_000  # in a file


def loaded(options: Namespace) -> Path:
    """Return the instance's folder; loading it is a process of its own and happens once."""
    folder = work_folder() / f"loaded-{options.organisations}-{options.rows}"
    if not (folder / BUILT).exists():
        print("  loading …", file=sys.stderr, flush=True)
        command = [
            sys.executable,
            "-m",
            "bench.loaded",
            str(folder),
            str(options.organisations),
            str(options.rows),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def load(folder: Path, organisations: int, rows: int) -> None:
    use(folder)
    from gongxin.actions.batch import submit
    from gongxin.catalogue.reader import edition
    from gongxin.demo.generation import REGISTER, Order, generate
    from gongxin.intake.source import Source

    files = -(-rows // MOST_ROWS)
    order = Order(organisations, rows, SEED, ON, (REGISTER, ITEM), share=0, files=files, memory_limit="4GB")
    made = generate(order, edition(ON), folder / "files")
    started, taken = perf_counter(), 0
    for sent in made.files:
        taken += submit(
            Source(folder / "files" / sent.file), item=sent.item, unit=sent.unit, on=sent.on
        ).accepted
        (folder / "files" / sent.file).unlink()
        print(sent.file, round(perf_counter() - started, 1), file=sys.stderr, flush=True)
    (folder / BUILT).touch()
    report(perf_counter() - started, taken)


if __name__ == "__main__":
    load(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
