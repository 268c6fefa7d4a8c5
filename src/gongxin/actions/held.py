"""Batches held for a decision: only their clean rows wait, on disk; the original is gone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

import duckdb
import pyarrow.parquet
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from duckdb import DuckDBPyConnection

from gongxin.actions import spool
from gongxin.actions.notice import notify
from gongxin.actions.report import Report, report
from gongxin.actions.result import write_files_again
from gongxin.actions.taking import BatchMovedMeanwhile, Counts, origin_of, take
from gongxin.actions.unit_setting import is_released_apart
from gongxin.disclosure.notice_kind import ValueOfNotice
from gongxin.store.models import Batch

BATCH = 20_000  # rows
OPERATOR = {"zh": "运行人员", "en": "the operator"}  # who works on the command line


class NotHeld(Exception):
    """The batch waits for no decision."""

    def __init__(self, batch: UUID) -> None:
        super().__init__(
            f"没有待决定的批次 {batch}，可能已由他人处理。请用 gongxin review list 查看。"
            f" / No held batch {batch}; it may have been decided. See gongxin review list."
        )


class SamePerson(Exception):
    """The unit has what one person submits released by another."""

    def __init__(self) -> None:
        super().__init__(
            "本单位要求报送与放行由不同人员办理：您报送的批次须由另一人核对放行。"
            " / Your unit has one person submit and another release: somebody else releases your batch."
        )


def hold(rows: DuckDBPyConnection, facts: Batch, counts: Counts, reason: str) -> None:
    """Keep the table `clean` for the decision; nothing goes into the ledger.

    Raises:
        BatchMovedMeanwhile: the batch is no longer in the state it was read in.
    """
    place = spool.held_rows(facts.id)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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
    zh, _parted, en = reason.partition(" / ")
    with transaction.atomic():
        if Batch.objects.filter(id=facts.id, state=facts.state).update(**changes) != 1:
            raise BatchMovedMeanwhile(facts.id)
        _tell("batch_held", facts, {"rows": counts.rows, "reason": {"zh": zh, "en": en or zh}})


def waiting() -> list[tuple[UUID, str, str, str, int]]:
    """Return (batch, item, unit, why, rows) of every held batch, oldest first."""
    held = Batch.objects.filter(state="held").order_by("received_at")
    return list(held.values_list("id", "item", "unit", "held_because", "rows"))


def take_held(batch: UUID, *, by: str) -> Report:
    """Take a held batch's clean rows into the ledger after all, as of the day on which they were received.

    Raises:
        NotHeld: the batch waits for no decision.
        SamePerson: whoever submitted it may not release it.
    """
    facts = _held(batch)
    if facts.submitted_by == by and is_released_apart(facts.unit):
        raise SamePerson
    counts, on = Counts(**{name: getattr(facts, name) for name in Counts.__dataclass_fields__}), day_of(facts)
    with _waiting_rows(batch) as rows, transaction.atomic():
        take(rows, facts, counts, origin=origin_of(facts, on), on=on)
        Batch.objects.filter(id=batch).update(decided_by=by, is_finished=False)
        _tell("batch_taken", facts, {"by": by or OPERATOR})
    settle(batch)
    return report(batch)


def discard_held(batch: UUID, *, by: str) -> None:
    """Drop a held batch for good; nothing of it was in the ledger.

    Raises:
        NotHeld: the batch waits for no decision.
    """
    facts = _held(batch)
    changes = {"state": "discarded", "ended_at": timezone.now(), "decided_by": by, "is_finished": False}
    with transaction.atomic():
        if Batch.objects.filter(id=batch, state="held").update(**changes) != 1:
            raise NotHeld(batch)
        _tell("batch_discarded", facts, {"by": by or OPERATOR})
    settle(batch)


def _tell(kind: str, facts: Batch, values: Mapping[str, ValueOfNotice]) -> None:
    """Tell the unit what became of its batch, in the transaction of the step."""
    received_on = timezone.localtime(facts.received_at).date().isoformat()
    told = {"file": facts.file_name, "received_on": received_on, **values}
    notify(kind, told, to_unit=facts.unit, about=facts.id)


def settle(batch: UUID) -> None:
    """Write the result files of a batch that was held and is decided; again, after a kill."""
    facts = Batch.objects.get(id=batch)
    if spool.held_rows(batch).exists():
        with _waiting_rows(batch) as rows:
            write_files_again(rows, facts)
    Batch.objects.filter(id=batch).update(stage="", is_finished=True)
    spool.held_rows(batch).unlink(missing_ok=True)
    spool.held_shown(batch).unlink(missing_ok=True)


def settle_all() -> list[UUID]:
    """Finish what was decided when the process that decided it was killed; return the batches."""
    decided = Batch.objects.filter(is_finished=False, state__in=["taken", "discarded"])
    left = [batch for batch in decided.values_list("id", flat=True) if spool.held_rows(batch).exists()]
    for batch in left:
        settle(batch)
    return left


def day_of(facts: Batch) -> date:
    """Return the day on which a batch counts as received, which is not the day somebody decided it."""
    return facts.day or timezone.localtime(facts.received_at).date()


@contextmanager
def _waiting_rows(batch: UUID) -> Iterator[DuckDBPyConnection]:
    with duckdb.connect(":memory:", config={"memory_limit": settings.GONGXIN_MEMORY_LIMIT}) as rows:
        kept = pyarrow.parquet.read_table(spool.held_rows(batch))
        rows.register("kept", kept)
        rows.execute("CREATE TEMP TABLE clean AS SELECT * REPLACE (CAST(record AS UUID) AS record) FROM kept")
        rows.execute("CREATE TEMP TABLE unmatched (row INTEGER, subject_name VARCHAR, numbers VARCHAR[])")
        yield rows


def _held(batch: UUID) -> Batch:
    facts = Batch.objects.filter(id=batch, state="held", is_finished=True).first()
    if facts is None:
        raise NotHeld(batch)
    return facts
