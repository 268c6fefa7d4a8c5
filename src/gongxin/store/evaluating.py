"""Evaluation in bulk: the entries that count, brought from PostgreSQL into DuckDB; the results, digested."""

import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import pyarrow
from django.conf import settings
from duckdb import DuckDBPyConnection

from gongxin.engine.duckdb import connect, literal, name
from gongxin.engine.engine import Engine
from gongxin.evaluation.compiler import OUTPUT, Program
from gongxin.evaluation.counting import Position, counting
from gongxin.evaluation.explanation import TEXT
from gongxin.evaluation.source import (
    ORGANISATION,
    REGISTRATION,
    TYPES,
    EntrySource,
    entry_sql,
    merged,
    organisation_sql,
)
from gongxin.store.copy import BATCH
from gongxin.store.copy_out import ARRIVING, copy_out

RESULT = "result"
# A line for each organisation: what the digest of a run is of.
LINE = (
    "'[\"' || uscc || '\",\"' || CAST(score AS VARCHAR) || '\",\"' || grade || '\",' || "
    f"{TEXT} || ']' || chr(10)"
)


@contextmanager
def gathered(
    programs: Sequence[Program], position: Position, *, usccs: Collection[str] | None = None
) -> Iterator[DuckDBPyConnection]:
    """Open DuckDB with the organisations and every relation that the programs read; gone afterwards.

    With `usccs`, only what is about those organisations.
    """
    folder = settings.FILE_UPLOAD_TEMP_DIR
    with (
        tempfile.TemporaryDirectory(prefix="gongxin-evaluation-", dir=folder) as place,
        closing(connect(Path(place), files=[])) as rows,
    ):
        _fill(rows, ORGANISATION, EntrySource(REGISTRATION, ()), position, usccs)
        for source in merged(source for program in programs for source in program.sources):
            _fill(rows, source.relation, source, position, usccs)
        yield rows


def _fill(
    rows: DuckDBPyConnection,
    relation: str,
    source: EntrySource,
    position: Position,
    usccs: Collection[str] | None,
) -> None:
    made = organisation_sql(table=ARRIVING) if relation == ORGANISATION else entry_sql(source, table=ARRIVING)
    with_content = relation == ORGANISATION or bool(source.fields)
    wanted = counting(source.item, position, with_content=with_content, usccs=usccs, after=source.after)
    into = f"CREATE TABLE {name(relation)} AS {made}"
    copy_out(rows, into, select=wanted.sql, values=wanted.values, types=TYPES)


class Summed:
    """The results of the table `result` in order of their codes, counted and digested while they pass."""

    def __init__(self, rows: DuckDBPyConnection) -> None:
        self._rows = rows
        self._digest = sha256()
        self.organisations = 0

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()

    def batches(self, *columns: str) -> Iterator[pyarrow.RecordBatch]:
        """Yield the columns asked for, SQL over a result."""
        select = f"SELECT {', '.join((*columns, LINE))} FROM {RESULT} ORDER BY uscc"
        for batch in self._rows.sql(select).to_arrow_reader(BATCH):
            self.organisations += batch.num_rows
            self._digest.update("".join(batch.columns[-1].to_pylist()).encode())
            yield batch.select(range(len(columns)))

    def through(self) -> str:
        """Return the digest of all results."""
        for _ in self.batches("uscc"):
            pass
        return self.digest


def evaluate(rows: DuckDBPyConnection, made: Program, engine: Engine = Engine.DUCKDB) -> None:
    """Make the table `result` from the relations gathered.

    Raises:
        NoSpark: Spark was asked for, and it or Java is missing.
    """
    if engine is Engine.SPARK:
        _evaluate_on_spark(rows, made)
    else:
        rows.execute(f"CREATE TABLE {RESULT} AS {made.sql}")


def _evaluate_on_spark(rows: DuckDBPyConnection, made: Program) -> None:
    from gongxin.engine.spark import SparkConnection, session

    (folder,) = rows.execute("SELECT unnest(current_setting('allowed_directories'))").fetchall()[0]
    place = Path(folder)
    with session() as spark:
        there = SparkConnection(spark, place)
        for relation in (ORGANISATION, *(source.relation for source in made.sources)):
            path = place / f"{relation}.parquet"
            rows.execute(f"COPY {name(relation)} TO {literal(str(path))} (FORMAT parquet)")
            there.read(relation, path)
        there.execute(f"CREATE TABLE {RESULT} AS {made.sql}")
        parts = ", ".join(literal(str(folder / "*.parquet")) for folder in there.folders(RESULT))
    rows.execute(f"CREATE TABLE {RESULT} AS SELECT {', '.join(OUTPUT)} FROM read_parquet([{parts}])")
