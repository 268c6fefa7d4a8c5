"""The entries that count, brought from PostgreSQL into DuckDB as the relations that models read."""

import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from duckdb import DuckDBPyConnection

from gongxin.engine.duckdb import connect, name
from gongxin.evaluation.compiler import Program
from gongxin.evaluation.counting import Position, counting
from gongxin.evaluation.source import (
    ORGANISATION,
    REGISTRATION,
    TYPES,
    Source,
    entry_sql,
    merged,
    organisation_sql,
)
from gongxin.store.copy_out import ARRIVING, copy_out


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
        _fill(rows, ORGANISATION, Source(REGISTRATION, ()), position, usccs)
        for source in merged(source for program in programs for source in program.sources):
            _fill(rows, source.relation, source, position, usccs)
        yield rows


def _fill(
    rows: DuckDBPyConnection,
    relation: str,
    source: Source,
    position: Position,
    usccs: Collection[str] | None,
) -> None:
    made = organisation_sql(table=ARRIVING) if relation == ORGANISATION else entry_sql(source, table=ARRIVING)
    with_content = relation == ORGANISATION or bool(source.fields)
    wanted = counting(source.item, position, with_content=with_content, usccs=usccs)
    into = f"CREATE TABLE {name(relation)} AS {made}"
    copy_out(rows, into, select=wanted.sql, values=wanted.values, types=TYPES)
