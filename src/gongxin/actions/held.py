"""Batches held for a decision: only their clean rows wait, on disk; the original is gone."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

import duckdb
import pyarrow.parquet
from django.conf import settings
from django.utils import timezone
from duckdb import DuckDBPyConnection

from gongxin.actions import spool
from gongxin.actions.report import RECEIPT, Report, report
from gongxin.actions.taking import BatchMovedMeanwhile, Counts, origin_of, take
from gongxin.store.models import Batch

BATCH = 20_000  # rows


class NotHeld(Exception):
    """The batch waits for no decision."""

    def __init__(self, batch: UUID) -> None:
        super().__init__(
            f"没有待决定的批次 {batch}，可能已由他人处理。请用 gongxin review list 查看。"
            f" / No held batch {batch}; it may have been decided. See gongxin review list."
        )


def hold(rows: DuckDBPyConnection, facts: Batch, counts: Counts, reason: str) -> None:
    """Keep the table `clean` for the decision; nothing goes into the ledger.

    Raises:
        BatchMovedMeanwhile: the batch is no longer in the state it was read in.
    """
    place = spool.held_rows(facts.id)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(".draft")
    batches = rows.sql("SELECT * FROM clean").to_arrow_reader(BATCH)
    with pyarrow.parquet.ParquetWriter(draft, batches.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    draft.replace(place)
    changes: dict[str, Any] = {
        **asdict(counts),
        "state": "held",
        "held_because": reason,
        "stage": "writing",
        "ended_at": timezone.now(),
    }
    if Batch.objects.filter(id=facts.id, state=facts.state).update(**changes) != 1:
        raise BatchMovedMeanwhile(facts.id)


def waiting() -> list[tuple[UUID, str, str, str, int]]:
    """Return (batch, item, unit, why, rows) of every held batch, oldest first."""
    held = Batch.objects.filter(state="held").order_by("received_at")
    return list(held.values_list("id", "item", "unit", "held_because", "rows"))


def take_held(batch: UUID, *, by: str, on: date) -> Report:
    """Take a held batch's clean rows into the ledger after all.

    Raises:
        NotHeld: the batch waits for no decision.
    """
    facts = _held(batch)
    counts = Counts(**{name: getattr(facts, name) for name in Counts.__dataclass_fields__})
    with duckdb.connect(":memory:", config={"memory_limit": settings.GONGXIN_MEMORY_LIMIT}) as rows:
        kept = pyarrow.parquet.read_table(spool.held_rows(batch))
        rows.register("kept", kept)
        rows.execute("CREATE TEMP TABLE clean AS SELECT * REPLACE (CAST(record AS UUID) AS record) FROM kept")
        rows.execute("CREATE TEMP TABLE unmatched (row INTEGER, subject_name VARCHAR, numbers VARCHAR[])")
        take(rows, facts, counts, origin=origin_of(facts, on), on=on)
    _decided(batch, by)
    return report(batch)


def discard_held(batch: UUID, *, by: str) -> None:
    """Drop a held batch for good; nothing of it was in the ledger.

    Raises:
        NotHeld: the batch waits for no decision.
    """
    _held(batch)
    moved = Batch.objects.filter(id=batch, state="held").update(state="discarded", ended_at=timezone.now())
    if moved != 1:
        raise NotHeld(batch)
    _decided(batch, by)


def _held(batch: UUID) -> Batch:
    facts = Batch.objects.filter(id=batch, state="held", is_finished=True).first()
    if facts is None:
        raise NotHeld(batch)
    return facts


def _decided(batch: UUID, by: str) -> None:
    facts = Batch.objects.get(id=batch)
    Batch.objects.filter(id=batch).update(stage="", decided_by=by)
    if facts.receipt:
        (spool.results(batch) / RECEIPT).write_text(facts.receipt, "utf-8")
    spool.held_rows(batch).unlink(missing_ok=True)
