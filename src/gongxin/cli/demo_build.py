"""Build the demo instance: units, accounts, and every generated file taken in the way any file is."""

import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from gongxin.cli.main import with_database
from gongxin.demo.city import City, DemoUnit
from gongxin.demo.generation import REGISTER
from gongxin.demo.manifest import Manifest, Sent
from gongxin.intake.mapping import read_mapping
from gongxin.intake.source import Source

DONE = "taken.jsonl"
BUILT = "built"
WITHDRAWN = "administrative_licence"
WITHDRAWALS = 3
CENTRE = "云发改"
REPORTER = "云市监"

# For the private demo instance only: it listens on this machine and holds nothing real.
PASSWORD = "yunting-demo-2026"  # noqa: S105
ACCOUNTS = (("shijian", REPORTER, True, False), ("zhongxin", CENTRE, True, True))

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one file."""

    file: str
    rows: int
    accepted: int
    corrected: int
    duplicate: int
    rejected: int
    refused_natural_person: int
    held: bool


def is_built(folder: Path) -> bool:
    return (folder / BUILT).exists()


def has_entries(on: date) -> bool:
    from gongxin.queries.figure import figures

    return figures(on).entries > 0


def build(manifest: Manifest, folder: Path, town: City, *, progress: Progress) -> list[Told]:
    """Take the city into the ledger; what an interrupted build took in already is not taken again."""
    enter_units(town)
    taken = {told.file: told for told in _read_done(folder)}
    waiting = [sent for sent in manifest.files if sent.file not in taken]
    registers = [sent for sent in waiting if sent.item == REGISTER]
    records = [sent for sent in waiting if sent.item != REGISTER]
    for told in _take_all((registers, records), folder):
        taken[told.file] = told
        progress(len(taken), len(manifest.files), told.file)
    if not is_built(folder):
        withdraw_some(manifest.on)
        (folder / BUILT).touch()
    return list(taken.values())


def enter_units(town: City) -> None:
    """Enter the city's units and two accounts: one that submits, one that decides."""
    from gongxin.actions import member, unit

    for one in town.units:
        unit.add(one.uscc, one.name)
    for account, mark, may_submit, may_decide in ACCOUNTS:
        rights = member.Rights(may_submit=may_submit, may_decide=may_decide)
        _enter_account(account, town.unit(mark), rights)


def _enter_account(account: str, unit: DemoUnit, rights: object) -> None:
    from gongxin.actions import member

    assert isinstance(rights, member.Rights)
    try:
        member.add(account, PASSWORD, unit=unit.uscc, rights=rights)
    except member.AccountTaken:
        return  # from an earlier, interrupted build


def withdraw_some(on: date) -> None:
    """Withdraw a few records, as a department does that finds its own mistake."""
    from gongxin.actions import entry
    from gongxin.disclosure.policy import Viewer
    from gongxin.queries.entry import page
    from gongxin.queries.shown_entry import EntryFilter

    shown = page(EntryFilter(item=WITHDRAWN), viewer=Viewer.ANYONE, on=on, size=WITHDRAWALS)
    for one in shown.entries:
        entry.withdraw(one.record, reason="演示：决定文书号录入有误，报送单位撤回。", by="shijian")


def _take_all(stages: Sequence[Sequence[Sent]], folder: Path) -> Iterator[Told]:
    """Two files at a time, the files of one item in order, the register before everything else."""
    workers = min(2, os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=with_database) as pool:
        for stage in stages:
            yield from _take_stage(stage, folder, pool)


def _take_stage(stage: Sequence[Sent], folder: Path, pool: ProcessPoolExecutor) -> Iterator[Told]:
    chains: dict[str, deque[Sent]] = {}
    for sent in stage:
        chains.setdefault(sent.item, deque()).append(sent)
    running: dict[Future[Told], str] = {
        pool.submit(take_one, chain.popleft(), folder): item for item, chain in chains.items()
    }
    while running:
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            item = running.pop(future)
            told = future.result()
            _write_done(folder, told)
            yield told
            if chains[item]:
                running[pool.submit(take_one, chains[item].popleft(), folder)] = item


def take_one(sent: Sent, folder: Path) -> Told:
    """Submit one file through the same door as every other."""
    from gongxin.actions.batch import submit

    mapping = read_mapping(folder / sent.mapping) if sent.mapping else None
    report = submit(Source(folder / sent.file, mapping=mapping), item=sent.item, unit=sent.unit, on=sent.on)
    return Told(
        sent.file,
        report.rows,
        report.accepted,
        report.corrected,
        report.duplicate,
        report.rejected,
        report.refused_natural_person,
        report.held is not None,
    )


def _read_done(folder: Path) -> Iterator[Told]:
    path = folder / DONE
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        yield Told(**json.loads(line))


def _write_done(folder: Path, told: Told) -> None:
    with (folder / DONE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
