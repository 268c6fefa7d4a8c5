"""Indicators of oversight: worked out for a day, and as they were kept."""

import datetime
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from duckdb import DuckDBPyConnection

from gongxin.engine.connection import Connection
from gongxin.engine.duckdb import connect, literal
from gongxin.engine.engine import Engine
from gongxin.oversight.compiler import figures_sql
from gongxin.oversight.figure import Figure
from gongxin.oversight.indicator import OversightIndicator
from gongxin.oversight.relation import RelationKind
from gongxin.queries.oversight_relation import fill, looked
from gongxin.queries.reading import Row, row


@dataclass(frozen=True, slots=True)
class Worked:
    """What an indicator came to; `size` is how long the log was."""

    indicator: OversightIndicator
    on: datetime.date
    size: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures as they were kept; `rule` is the digest of the indicator's file then."""

    id: int
    indicator: str
    rule: str
    on: datetime.date
    size: int
    made_at: datetime.datetime
    figures: tuple[Figure, ...]


def worked_out(
    wanted: Sequence[OversightIndicator],
    *,
    on: datetime.date,
    known_at: datetime.datetime | None = None,
    engine: Engine = Engine.DUCKDB,
) -> tuple[Worked, ...]:
    """Return what indicators come to on a day, by what was known at a moment; None: now.

    Raises:
        NoSpark: Spark was asked for, and it or Java is missing.
    """
    seen, kinds = looked(on, known_at), {one.relation for one in wanted}
    with (
        tempfile.TemporaryDirectory(prefix="gongxin-oversight-", dir=settings.FILE_UPLOAD_TEMP_DIR) as place,
        closing(connect(Path(place), files=[])) as held,
    ):
        for kind in sorted(kinds):
            fill(held, kind, seen)
        with _on(engine, held, Path(place), kinds) as there:
            return tuple(Worked(one, on, seen.size, _figures(there, one, on)) for one in wanted)


def _figures(there: Connection, one: OversightIndicator, on: datetime.date) -> tuple[Figure, ...]:
    found = there.execute(figures_sql(one, on)).fetchall()
    return tuple(sorted(Figure(*figure) for figure in found))


@contextmanager
def _on(
    engine: Engine, held: DuckDBPyConnection, place: Path, kinds: set[RelationKind]
) -> Iterator[Connection]:
    """Bring the relations to an engine."""
    if engine is Engine.DUCKDB:
        yield held
        return
    from gongxin.engine.spark import SparkConnection, session

    with session() as spark:
        there = SparkConnection(spark, place)
        for kind in sorted(kinds):
            path = place / f"{kind.value}.parquet"
            held.execute(f"COPY {kind.value} TO {literal(str(path))} (FORMAT parquet)")
            there.read(kind.value, path)
        yield there


COLUMNS = 'id, indicator, rule, "on", size, made_at, figures'


def newest(indicator: str) -> Kept | None:
    """Return the figures kept last."""
    found = row(
        f"SELECT {COLUMNS} FROM oversight_figure WHERE indicator = %(indicator)s"
        ' ORDER BY "on" DESC, id DESC LIMIT 1',
        {"indicator": indicator},
    )
    return _kept(found) if found else None


def _kept(found: Row) -> Kept:
    id, indicator, rule, on, size, made_at, figures = found
    return Kept(id, indicator, rule, on, size, made_at, tuple(Figure(*one) for one in json.loads(figures)))
