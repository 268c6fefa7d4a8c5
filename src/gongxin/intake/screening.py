"""Screen a batch: every finding of every row, and the rows that may enter the ledger."""

import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.engine.duckdb import connect
from gongxin.intake import findings, identity, subject
from gongxin.intake.cells import Cells
from gongxin.intake.checking import checks
from gongxin.intake.column import columns, of
from gongxin.intake.holding import Counts, HeldReason, held_because
from gongxin.intake.mapping import Assignment, assign, known_headers
from gongxin.intake.reading import read, reread
from gongxin.intake.scan import Scan, scan
from gongxin.intake.source import Source
from gongxin.intake.subject import Register
from gongxin.intake.timeliness import due_dates
from gongxin.intake.typed import Plan, create_sql, subject_name
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
        return self.cells.headers

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        return tuple(self.cells.headers[index] for index in self.assignment.unknown)

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
    screening = _read_once(source, item, edition, on, with_content=True)
    _judge(screening, register)
    _keep(screening)
    return _counted(screening)


def check(source: Source, item: Item, edition: Edition, *, on: date) -> Screening:
    """Return the batch judged without a register; nothing is prepared for storing.

    Raises:
        Unreadable: the file is no table of this item's records.
    """
    screening = _read_once(source, item, edition, on, with_content=False)
    _judge(screening, None)
    return _counted(screening)


def _read_once(source: Source, item: Item, edition: Edition, on: date, *, with_content: bool) -> Screening:
    if not source.path.is_file():
        raise Unreadable(f"没有文件 {source.path}。", f"There is no file {source.path}.")
    scanned = scan(source.path)
    folder = tempfile.TemporaryDirectory(prefix="gongxin-")
    known = known_headers(item, source.mapping)
    cells = read(source, scanned, known=known, folder=Path(folder.name))
    assignment = assign(cells.headers, item, source.mapping)
    among = columns(item, assignment)
    plan = Plan(item, edition, on, among, checks(item, among, on=on), with_content)
    connection = connect(Path(folder.name), files=cells.files, memory_limit=source.memory_limit)
    cells = _typed(connection, plan, cells, (source, scanned, Path(folder.name)))
    return Screening(connection, plan, cells, assignment, scanned.digest, NOT_COUNTED, folder)


NOT_COUNTED = Counts(0, 0, 0, 0, 0, 0, 0)


def _typed(
    connection: DuckDBPyConnection, plan: Plan, cells: Cells, again: tuple[Source, Scan, Path]
) -> Cells:
    """Make `typed` from the cells, or, where DuckDB refuses the file as a whole, from its rows one by one."""
    for name, table in cells.tables.items():
        connection.register(name, table)
    try:
        connection.execute(create_sql(plan, cells))
    except duckdb.InvalidInputException as refusal:
        source, scanned, folder = again
        known = known_headers(plan.item, source.mapping)
        found = reread(source, scanned, known=known, folder=folder)
        if found is None:
            raise
        if found.headers != cells.headers:
            raise Unreadable("文件编码前后不一致。", "The file changes its encoding half way.") from refusal
        cells = found
        connection.execute(create_sql(plan, cells))
    return cells


def _judge(screening: Screening, register: Register | None) -> None:
    connection, plan = screening.connection, screening.plan
    findings.collect(connection, plan)
    subject.resolve(connection, plan, register)
    identity.find_doubles(connection, plan)
    connection.execute(
        "CREATE TABLE outcome AS SELECT t.\"row\", CASE WHEN is_natural_person THEN 'refused_natural_person' "
        "WHEN e.\"row\" IS NOT NULL THEN 'rejected' WHEN d.\"row\" IS NOT NULL THEN 'duplicate' ELSE 'clean' END AS outcome "
        'FROM (SELECT CAST(rowid + 1 AS INTEGER) AS "row", is_natural_person FROM typed WHERE NOT is_blank) t '
        'LEFT JOIN (SELECT DISTINCT "row" FROM findings WHERE severity = \'error\') e USING ("row") '
        'LEFT JOIN doubles d USING ("row")'
    )
    connection.execute(
        'DELETE FROM unmatched WHERE "row" IN (SELECT "row" FROM findings WHERE severity = \'error\' '
        "AND rule <> 'subject.unmatched')"
    )


def _keep(screening: Screening) -> None:
    """Make `clean`: the content stays where it is, everything else is worked out once."""
    connection, plan = screening.connection, screening.plan
    item = plan.item

    def day(code: str | None) -> str:
        return f"j.{of(plan.columns, code).value}" if code else "NULL::DATE"

    decided = connection.execute(
        f"SELECT DISTINCT {of(plan.columns, item.decided_on).value} AS day FROM judged WHERE day IS NOT NULL"
    ).fetchall()
    pairs = due_dates(item, [row[0] for row in decided])
    days = {
        "decided": pa.array([a for a, _ in pairs], pa.date32()),
        "due": pa.array([b for _, b in pairs], pa.date32()),
    }
    connection.register("days", pa.table(days))
    connection.execute(
        f'CREATE TABLE fact AS SELECT j."row", coalesce(s.uscc, j.{of(plan.columns, item.subject.uscc).value}) AS uscc, '
        f"{identity.record_sql(identity.key_sql(plan))} AS record, {day(item.decided_on)} AS decided_on, "
        f"{day(item.valid_until)} AS valid_until, {day(item.ended_on)} AS ended_on, DATE '{plan.on}' > days.due AS is_late "
        f'FROM judged j LEFT JOIN resolved s ON s."row" = j."row" LEFT JOIN days ON days.decided = {day(item.decided_on)} '
        'WHERE j."row" IN (SELECT "row" FROM outcome WHERE outcome = \'clean\')'
    )
    connection.unregister("days")
    connection.execute(
        f'CREATE VIEW clean AS SELECT f."row", f.uscc, j.{subject_name(plan).value} AS subject_name, f.record, f.decided_on, '
        'f.valid_until, f.ended_on, j.tier, f.is_late, j.content FROM judged j JOIN fact f ON f."row" = j."row"'
    )


def _counted(screening: Screening) -> Screening:
    outcomes = dict(
        screening.connection.execute("SELECT outcome, count(*) FROM outcome GROUP BY outcome").fetchall()
    )
    if not outcomes:
        raise Unreadable("只有表头，没有数据行。", "There is a header but no row below it.")
    warnings = screening.connection.execute(
        "SELECT count(*) FROM findings WHERE severity = 'warning'"
    ).fetchone()
    late = (0,)
    if screening.plan.with_content:
        late = screening.connection.execute("SELECT count(*) FROM fact WHERE is_late").fetchone() or late
    assert warnings is not None
    counts = Counts(
        rows=sum(outcomes.values()),
        clean=outcomes.get("clean", 0),
        duplicate=outcomes.get("duplicate", 0),
        rejected=outcomes.get("rejected", 0),
        refused_natural_person=outcomes.get("refused_natural_person", 0),
        warnings=warnings[0],
        late=late[0],
    )
    return Screening(
        screening.connection,
        screening.plan,
        screening.cells,
        screening.assignment,
        screening.digest,
        counts,
        screening.folder,
    )
