"""Clean rows made by hand, as screening leaves them, and taken into the ledger."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from gongxin.actions.append import Origin, Taken
from gongxin.actions.taking import Counts, take
from gongxin.catalogue import reader
from gongxin.store.models import Batch

ON = date(2026, 5, 6)
UNIT = "11310000MB2F00013X"
AMBER = "91310000MA0000015F"
PENALTY = "administrative_penalty"
CLEAN = (
    "row INTEGER, uscc VARCHAR, subject_name VARCHAR, record UUID, decided_on DATE, valid_until DATE,"
    " ended_on DATE, tier VARCHAR, is_late BOOLEAN, content VARCHAR"
)
Content = dict[str, object]


@dataclass(frozen=True)
class Entered:
    """A batch that was taken."""

    taken: Taken
    batch: Batch
    rows: DuckDBPyConnection


def clean(contents: Sequence[Content], *, tier: str | None) -> DuckDBPyConnection:
    """Return a connection with the tables of a screened batch; a content's `number` is its identity."""
    rows = duckdb.connect()
    rows.execute(f"CREATE TABLE clean ({CLEAN})")
    rows.execute("CREATE TABLE unmatched (row INTEGER, subject_name VARCHAR, numbers VARCHAR[])")
    for row, content in enumerate(contents, 1):
        uscc, name = content.get("uscc", AMBER), content.get("name", "某市琥珀食品有限公司")
        values = [
            row,
            uscc,
            name,
            UUID(int=int(str(content["number"]))),
            date(2026, 5, 1),
            None,
            None,
            tier,
            False,
        ]
        rows.execute(
            "INSERT INTO clean VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*values, json.dumps(content, ensure_ascii=False)],
        )
    return rows


def entered(contents: Sequence[Content], *, item: str = PENALTY, tier: str | None = "ordinary") -> Entered:
    """Take the contents into the ledger as one batch."""
    edition = reader.edition(ON)
    batch = Batch.objects.create(
        id=uuid4(),
        item=item,
        edition=edition.code,
        unit=UNIT,
        submitted_by="",
        file_name="rows.csv",
        state="received",
        received_at=datetime(2026, 5, 6, tzinfo=UTC),
    )
    rows = clean(contents, tier=tier)
    taken = taken_from(rows, batch)
    batch.refresh_from_db()
    return Entered(taken, batch, rows)


def taken_from(rows: DuckDBPyConnection, batch: Batch) -> Taken:
    edition = reader.edition(ON)
    origin = Origin(edition.item(batch.item), edition.code, UNIT, batch.id)
    ((count,),) = rows.execute("SELECT count(*) FROM clean").fetchall()
    return take(rows, batch, Counts(count, 0, 0, 0, 0, 0, 0, "ab" * 32), origin=origin, on=ON)


@pytest.fixture
def enter(db: None) -> Callable[..., Entered]:
    return entered


@pytest.fixture
def take_again(db: None) -> Callable[[Entered], Taken]:
    return lambda entered: taken_from(entered.rows, entered.batch)


@pytest.fixture
def enter_committed(instance: object) -> Callable[..., Entered]:
    """The same with real commits, in the instance's own database."""
    return entered


@pytest.fixture(scope="session")
def enter_in_a_rollback() -> Callable[..., Entered]:
    """The same for many examples of one test, each rolled back by the test itself."""
    return entered
