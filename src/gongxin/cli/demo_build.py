"""Build the demo instance: units, accounts, and every generated file taken in the way any file is."""

import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from gongxin.cli.demo_authorisation import authorise_some
from gongxin.cli.demo_case import file_some
from gongxin.cli.demo_commitment import commit_some
from gongxin.cli.demo_complaint import complain_some
from gongxin.cli.demo_evaluation import grade_some
from gongxin.cli.demo_query import ask_some
from gongxin.cli.demo_repair import repair_some
from gongxin.cli.demo_supervision import supervise_some
from gongxin.cli.main import with_database
from gongxin.demo.city import City
from gongxin.demo.generation import REGISTER
from gongxin.demo.manifest import Manifest, Sent
from gongxin.disclosure.role import Role, UnitKind
from gongxin.intake.mapping import read_mapping
from gongxin.intake.source import Source
from gongxin.organisations.status import Status
from gongxin.organisations.uscc import make

DONE = "taken.jsonl"
BUILT = "built"
WITHDRAWN = "administrative_licence"
WITHDRAWALS = 3
LOOKED_AT = ("administrative_penalty", WITHDRAWN)
CENTRE = "云发改"
REPORTER = "云市监"

# For the private demo instance only: it listens on this machine and holds nothing real.
PASSWORD = "yunting-demo-2026"  # noqa: S105
BANK, AGENCY = "云汀示范银行", "云汀示范信用服务有限公司"
ACCOUNTS: Mapping[str, tuple[str, tuple[Role, ...]]] = {
    "shijian": (REPORTER, (Role.DATA_OFFICER,)),
    "shenhe": (REPORTER, (Role.DATA_REVIEWER,)),
    "zhongxin": (
        CENTRE, (Role.DATA_OFFICER, Role.DATA_REVIEWER, Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER)
    ),
    "chaxun": (REPORTER, (Role.QUERY_CLERK,)),
    "jiancha": (REPORTER, (Role.INSPECTOR,)),
    "guanli": (REPORTER, (Role.UNIT_ADMINISTRATOR,)),
    "fuhe": (CENTRE, (Role.CENTRE_REVIEWER,)),
    "shenji": (CENTRE, (Role.AUDITOR,)),
    "pingtai": (CENTRE, (Role.PLATFORM_ADMINISTRATOR, Role.UNIT_ADMINISTRATOR)),
    "yinhang": (BANK, (Role.BANK_USER, Role.UNIT_ADMINISTRATOR)),
    "jigou": (AGENCY, (Role.AGENCY_USER, Role.UNIT_ADMINISTRATOR)),
}  # fmt: skip
REPRESENTATIVE = "qiye"

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
    let_in_without_second_factor()
    enter_units(town, manifest.on)
    taken = {told.file: told for told in _read_done(folder)}
    waiting = [sent for sent in manifest.files if sent.file not in taken]
    registers = [sent for sent in waiting if sent.item == REGISTER]
    records = [sent for sent in waiting if sent.item != REGISTER]
    for told in _take_all((registers, records), folder):
        taken[told.file] = told
        progress(len(taken), len(manifest.files), told.file)
    if not is_built(folder):
        withdraw_some(manifest.on)
        represent_one(manifest.on)
        ask_some(town, manifest.on)
        authorise_some(*outsiders(town).values())
        complain_some(manifest.on)
        file_some(town.unit(REPORTER).uscc, town.unit(CENTRE).uscc, manifest.on)
        repair_some(town.unit(CENTRE).uscc, town.unit(REPORTER).uscc, manifest.on)
        commit_some(town.unit(REPORTER).uscc, manifest.on)
        grade_some(town.unit(CENTRE).uscc, manifest.on)
        _apart(supervise_some, town, manifest.on)
        look_for_code_faults()
        work_out_indicators(manifest.on)
        (folder / BUILT).touch()
    return list(taken.values())


def _apart(step: Callable[[City, date], None], town: City, on: date) -> None:
    """Take a step in a process that begins now: it knows the city's own numbers, written since we began."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=with_database) as pool:
        pool.submit(step, town, on).result()


def let_in_without_second_factor() -> None:
    """Keep the choice beside the data: whoever tries the demo has no device set up for it."""
    from django.conf import settings

    choice = settings.GONGXIN_DATA / settings.SECOND_FACTOR_FILE
    if settings.IS_PRIVATE and not choice.exists():
        choice.write_text("optional\n", "ascii")


def outsiders(town: City) -> Mapping[str, str]:
    """Return the codes of the bank and the agency."""
    return {BANK: make("91", town.region, "20000001"), AGENCY: make("91", town.region, "20000002")}


def enter_units(town: City, on: date) -> None:
    """Enter the city's units, a bank, an agency, and an account for each kind of work."""
    from gongxin.actions import account as accounts
    from gongxin.actions import unit

    for one in town.units:
        kind = UnitKind.CENTRE if one.mark == CENTRE else UnitKind.DEPARTMENT
        unit.add(one.uscc, one.name, kind=kind)
    others = outsiders(town)
    unit.add(others[BANK], BANK, kind=UnitKind.BANK)
    unit.add(others[AGENCY], AGENCY, kind=UnitKind.AGENCY)
    for account, (place, roles) in ACCOUNTS.items():
        home = others.get(place) or town.unit(place).uscc
        with suppress(accounts.AccountTaken):  # from an earlier, interrupted build
            accounts.add(account, PASSWORD, unit=home, roles=roles, on=on)


def look_for_code_faults() -> None:
    """Look through the register once, as the nightly job does."""
    from gongxin.actions.code_fault import look_for_faults

    look_for_faults()


def work_out_indicators(on: date) -> None:
    """Have the figures of oversight worked out at the first start, as the nightly job does."""
    from gongxin.actions.oversight import work_out_soon

    work_out_soon(on=on)


def withdraw_some(on: date) -> None:
    """Withdraw a few records, as a department does that finds its own mistake."""
    from gongxin.actions import entry
    from gongxin.disclosure.policy import Viewer
    from gongxin.queries.entry import page
    from gongxin.queries.shown_entry import EntryFilter

    shown = page(EntryFilter(item=WITHDRAWN), viewer=Viewer.ANYONE, on=on, size=WITHDRAWALS)
    for one in shown.entries:
        entry.withdraw(one.record, reason="演示：决定文书号录入有误，报送单位撤回。", by="shijian")


def represent_one(on: date) -> None:
    """Let an account act for a registered organisation in operation, one with penalties if there are any."""
    from gongxin.actions import account as accounts
    from gongxin.actions.representation import bind
    from gongxin.disclosure.policy import Viewer
    from gongxin.queries.entry import page
    from gongxin.queries.organisation import by_codes
    from gongxin.queries.shown_entry import EntryFilter

    shown = (page(EntryFilter(item=item), viewer=Viewer.ANYONE, on=on, size=50) for item in LOOKED_AT)
    codes = [one.uscc for found in shown for one in found.entries]
    known = by_codes(codes)
    uscc = next((code for code in codes if code in known and known[code].status == Status.EXISTING), None)
    if uscc is None:
        return
    with suppress(accounts.AccountTaken):  # from an earlier, interrupted build
        accounts.register(REPRESENTATIVE, PASSWORD, on=on)
    bind(accounts.user_of(REPRESENTATIVE), uscc, by="zhongxin", reason="演示：授权书相符", on=on)


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
