"""Screen a batch: every finding of every row, and the rows that may enter the ledger."""

import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.engine.duckdb import connect
from gongxin.intake import identity
from gongxin.intake.cells import Cells
from gongxin.intake.checking import checks
from gongxin.intake.column import columns, of
from gongxin.intake.holding import Counts, HeldReason, held_because
from gongxin.intake.judging import Cluster, Make, judge, type_rows
from gongxin.intake.mapping import Assignment, assign, known_headers
from gongxin.intake.masking import masked_text
from gongxin.intake.reading import read, reread
from gongxin.intake.scan import Scan, digest, scan
from gongxin.intake.source import Source
from gongxin.intake.spelling import with_spellings
from gongxin.intake.subject import Register
from gongxin.intake.timeliness import due_dates
from gongxin.intake.typed import Plan, subject_name
from gongxin.intake.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class Screening:
    """A screened batch in its own DuckDB: tables `findings`, `outcome`, `unmatched` and, when kept, `clean`.

    It holds a temporary folder; `close` removes it, and so does the garbage collector.
    """

    connection: DuckDBPyConnection
    plan: Plan
    cells: Cells
    assignment: Assignment
    digest: str
    counts: Counts
    folder: "tempfile.TemporaryDirectory[str]" = field(repr=False)

    @property
    def item(self) -> Item:
        return self.plan.item

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers as they are shown and handed back: masked, like every cell."""
        return tuple(masked_text(header) for header in self.cells.headers)

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        return tuple(self.headers[index] for index in self.assignment.unknown)

    def held_because(self, last_rows: int | None = None) -> HeldReason | None:
        return held_because(
            self.counts, self.item.bounds, last_rows=last_rows, is_cut_off=self.cells.is_cut_off
        )

    def close(self) -> None:
        self.connection.close()
        self.folder.cleanup()

    def __enter__(self) -> "Screening":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def screen(
    source: Source, item: Item, edition: Edition, *, on: date, register: Register | None = None
) -> Screening:
    """Return the batch with its clean rows ready for the ledger.

    Raises:
        Unreadable: the file is no table of this item's records.
    """
    screening = _read_once(source, _Wanted(item, edition, on, with_content=True))
    judge(screening.connection, screening.plan, register)
    _keep(screening)
    return _counted(screening)


def check(
    source: Source, item: Item, edition: Edition, *, on: date, cluster: Cluster | None = None
) -> Screening:
    """Return the batch judged without a register, by a cluster if there is one; nothing is made for storing.

    Raises:
        Unreadable: the file is no table of this item's records.
    """
    wanted = _Wanted(item, edition, on, with_content=False, make=cluster.read if cluster else type_rows)
    screening = _read_once(source, wanted)
    judge_by = cluster.judge if cluster else judge
    judge_by(screening.connection, screening.plan)
    return _counted(screening)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a file is read as, whether to be stored, and who takes the cells in."""

    item: Item
    edition: Edition
    on: date
    with_content: bool
    make: Make = type_rows


def _read_once(source: Source, wanted: _Wanted) -> Screening:
    if not source.path.is_file():
        raise Unreadable(f"没有文件 {source.path}。", f"There is no file {source.path}.")
    scanned = scan(source.path)
    folder = tempfile.TemporaryDirectory(prefix="gongxin-", dir=source.work_in)
    with ThreadPoolExecutor(1) as beside:
        # Neither needs the other; bytes that no table has are refused whatever was read of it.
        digested = beside.submit(digest, source.path, scanned)
        try:
            return _typed(_Reading(source, scanned, folder, digested), wanted)
        except (Unreadable, duckdb.InvalidInputException):
            digested.result()  # names the worse fault, if there is one
            raise


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file being read, and where its digest will come from."""

    source: Source
    scanned: Scan
    folder: "tempfile.TemporaryDirectory[str]"
    digested: "Future[str]"

    @property
    def place(self) -> Path:
        return Path(self.folder.name)


def _typed(reading: _Reading, wanted: _Wanted) -> Screening:
    """Make `typed` from the cells, or, where DuckDB refuses the file as a whole, from its rows one by one."""
    source, item, edition, on = reading.source, wanted.item, wanted.edition, wanted.on
    known = known_headers(item, source.mapping)
    cells = read(source, reading.scanned, known=known, folder=reading.place)
    assignment = assign(cells.headers, item, source.mapping)
    connection = connect(reading.place, files=cells.files, memory_limit=source.memory_limit)
    for name, table in cells.tables.items():
        connection.register(name, table)
    among = columns(item, assignment)
    with suppress(duckdb.InvalidInputException):  # an odd row: the whole file is tried, and refused, below
        among = with_spellings(connection, cells, among)
    all_checks = checks(item, among, on=on, folders=edition.city_folders)
    plan = Plan(item, edition, on, among, all_checks, wanted.with_content)
    try:
        wanted.make(connection, plan, cells, reading.place)
    except duckdb.InvalidInputException as refusal:
        reading.digested.result()
        again = reread(source, reading.scanned, known=known, folder=reading.place)
        if again is None:
            raise
        if again.headers != cells.headers:
            raise Unreadable("文件编码前后不一致。", "The file changes its encoding half way.") from refusal
        cells = again
        wanted.make(connection, plan, cells, reading.place)
    return Screening(
        connection, plan, cells, assignment, reading.digested.result(), NOT_COUNTED, reading.folder
    )


NOT_COUNTED = Counts(0, 0, 0, 0, 0, 0, 0)


def _keep(screening: Screening) -> None:
    """Make `clean`: the content stays where it is, everything else is worked out once."""
    connection, plan = screening.connection, screening.plan
    item = plan.item
    connection.register("days", _days(connection, plan))
    columns = {
        "uscc": f"coalesce(s.uscc, j.{of(plan.columns, item.subject.uscc).value})",
        "record": identity.record_sql(identity.key_sql(plan)),
        "decided_on": _day(plan, item.decided_on),
        "valid_until": _day(plan, item.valid_until),
        "ended_on": _day(plan, item.ended_on),
        "is_late": f"DATE '{plan.on}' > days.due",
    }
    picked = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    connection.execute(
        f"CREATE TABLE fact AS SELECT j.row, {picked} "
        "FROM judged j LEFT JOIN resolved s ON s.row = j.row "
        f"LEFT JOIN days ON days.decided = {_day(plan, item.decided_on)} "
        "WHERE j.row IN (SELECT row FROM outcome WHERE outcome = 'clean')"
    )
    connection.unregister("days")
    connection.execute(
        f"CREATE VIEW clean AS SELECT f.row, f.uscc, j.{subject_name(plan).value} AS subject_name, f.record, "
        "f.decided_on, f.valid_until, f.ended_on, j.tier, f.is_late, j.content "
        "FROM judged j JOIN fact f ON f.row = j.row"
    )


def _day(plan: Plan, code: str | None) -> str:
    return f"j.{of(plan.columns, code).value}" if code else "NULL::DATE"


def _days(connection: DuckDBPyConnection, plan: Plan) -> pa.Table:
    """The days of decision in the batch, each with the last day for reporting."""
    day = of(plan.columns, plan.item.decided_on).value
    rows = connection.execute(f"SELECT DISTINCT {day} FROM judged WHERE {day} IS NOT NULL").fetchall()
    pairs = due_dates(plan.item, [row[0] for row in rows], plan.edition.city_folders)
    return pa.table(
        {
            "decided": pa.array([decided for decided, _ in pairs], pa.date32()),
            "due": pa.array([due for _, due in pairs], pa.date32()),
        }
    )


def _counted(screening: Screening) -> Screening:
    outcomes = dict(
        screening.connection.execute("SELECT outcome, count(*) FROM outcome GROUP BY outcome").fetchall()
    )
    if not outcomes:
        raise Unreadable("只有表头，没有数据行。", "There is a header but no row below it.")
    warnings = _number(screening, "findings WHERE severity = 'warning'")
    late = _number(screening, "fact WHERE is_late") if screening.plan.with_content else 0
    counts = Counts(
        rows=sum(outcomes.values()),
        clean=outcomes.get("clean", 0),
        duplicate=outcomes.get("duplicate", 0),
        rejected=outcomes.get("rejected", 0),
        refused_natural_person=outcomes.get("refused_natural_person", 0),
        warnings=warnings,
        late=late,
    )
    return replace(screening, counts=counts)


def _number(screening: Screening, rows: str) -> int:
    found = screening.connection.execute(f"SELECT count(*) FROM {rows}").fetchone()
    assert found is not None
    return int(found[0])
