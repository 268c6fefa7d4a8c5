"""A batch from the file to the receipt. Every step can be repeated, so that a kill at any moment is repaired.

received: the file is safely in the spool and nothing else has happened;
held, refused, discarded: nothing of it is in the ledger;
taken: its entries, the log and the signed receipt were written in one transaction.
Result files are written after that and only then the upload is removed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from gongxin.actions import database, spool
from gongxin.actions.held import hold, settle_all
from gongxin.actions.organisation import Register
from gongxin.actions.report import Report, report
from gongxin.actions.result import write_files
from gongxin.actions.spool import Order
from gongxin.actions.taking import Counts, edition_of, origin_of, take
from gongxin.actions.unit import know
from gongxin.actions.unit_setting import is_released_apart
from gongxin.intake.finding import findings
from gongxin.intake.holding import RELEASE, HeldReason
from gongxin.intake.screening import Screening, screen
from gongxin.intake.source import Source
from gongxin.intake.unreadable import Unreadable
from gongxin.store.models import Batch

Progress = Callable[[str], None]
FINDINGS_SHOWN = 1_000
LARGE = 5_000  # rows after which the database should look at its tables anew


MENDABLE = ("taken", "discarded", "refused")  # decided, so that a mended file can follow


class NothingToMend(Exception):
    """The batch is not decided yet: there is no result file to mend."""

    def __init__(self, batch: UUID) -> None:
        super().__init__(
            f"批次 {batch} 还没有处理完，请等它处理完、按结果文件改正后再报。"
            f" / Batch {batch} is not decided yet; wait for its result file, mend that, then send it."
        )


class BatchElsewhere(Exception):
    """Another process is working on the batch."""

    def __init__(self, batch: UUID) -> None:
        super().__init__(
            f"批次 {batch} 正在由另一进程处理，请稍候查看。"
            f" / Batch {batch} is under way elsewhere; look again soon."
        )


def submit(source: Source, *, item: str, unit: str, on: date, progress: Progress | None = None) -> Report:
    """Take a file in, all the way: check, ledger, log, receipt, result files.

    Raises:
        UnknownItem: the catalogue has no such item.
        NotAUnit: the submitting unit's code is none.
        Unreadable: the file is not a table of such records.
        NotStored: the disk does not take the file.
    """
    recover(submitted_by="")  # what an earlier call left when it was killed
    order = _checked(Order(item, unit, on, ""))
    batch = uuid4()
    with spool.beginning(batch):
        return _decide(_spool(batch, source, order), on, progress)


def receive(source: Source, *, item: str, unit: str, on: date, submitted_by: str) -> UUID:
    """Take the file over and queue the work, which happens even if this process dies now; return the batch.

    Raises:
        UnknownItem: the catalogue has no such item.
        NotAUnit: the submitting unit's code is none.
    """
    return _receive(source, _checked(Order(item, unit, on, submitted_by)))


def resubmit(mended: UUID, source: Source, *, on: date, submitted_by: str) -> UUID:
    """Take a mended file over as `receive` does; it is linked to the first batch that it mends.

    Raises:
        NothingToMend: the batch is still under way, or waits for a decision.
    """
    first = Batch.objects.get(id=mended)
    if first.state not in MENDABLE:
        raise NothingToMend(mended)
    order = _checked(Order(first.item, first.unit, on, submitted_by))
    return _receive(source, order, mends=first.mends or first.id)


def _receive(source: Source, order: Order, *, mends: UUID | None = None) -> UUID:
    batch = uuid4()
    with spool.beginning(batch), transaction.atomic():
        _spool(batch, source, order, mends)
        jobs.configure_task("batch.work_through").defer(batch=str(batch), on=order.on.isoformat())
    return batch


def _checked(order: Order) -> Order:
    """Refuse what names no item or no unit before anything is kept."""
    edition_of(order.on).item(order.item)
    return replace(order, unit=know(order.unit))


def _spool(batch: UUID, source: Source, order: Order, mends: UUID | None = None) -> Batch:
    spool.put(batch, source, order)
    return Batch.objects.create(
        id=batch,
        item=order.item,
        edition=edition_of(order.on).code,
        unit=order.unit,
        submitted_by=order.submitted_by,
        file_name=source.name[-200:],
        state="received",
        received_at=timezone.now(),
        day=order.on,
        mends=mends,
    )


def work_through(batch: UUID, *, on: date, progress: Progress | None = None) -> Report:
    """Work on a received batch to its end. A batch already decided is only finished.

    Raises:
        Unreadable: the file is not a table of such records; the batch is marked so.
        BatchElsewhere: another process has it in hand.
    """
    with spool.working_on(batch) as is_ours:
        facts = Batch.objects.get(id=batch)
        if not is_ours and not facts.is_finished:
            raise BatchElsewhere(batch)
        if facts.state == "received":
            return _decide(facts, on, progress)
        if not facts.is_finished:
            finish(batch)
        return report(batch)


def _decide(facts: Batch, on: date, progress: Progress | None) -> Report:
    stage = _stages(facts.id, progress)
    with _screened(facts, on, stage) as screening:
        stage("storing")
        reason = screening.held_because(_rows_last_time(facts)) or _release(facts, screening)
        rows, counts = screening.connection, _counts(screening)
        if reason is None:
            take(rows, facts, counts, origin=origin_of(facts, on), on=on)
        else:
            hold(rows, facts, counts, str(reason))
        stage("writing")
        if counts.rows >= LARGE:
            database.refresh_statistics()
        write_files(screening, Batch.objects.get(id=facts.id))
        _close(facts.id)
        shown = [one.as_json() for one in findings(screening, limit=FINDINGS_SHOWN)]
        ((count,),) = screening.connection.execute("SELECT count(*) FROM findings").fetchall()
        return report(facts.id, shown, truncated=count > FINDINGS_SHOWN)


def finish(batch: UUID) -> None:
    """Write the result files of a decided batch and remove the upload; nothing to do if that was done."""
    facts = Batch.objects.get(id=batch)
    if facts.is_finished or facts.state == "received":
        return
    if facts.state in ("taken", "held") and spool.is_whole(batch):
        _, order = spool.take(batch)
        with _screened(facts, order.on, lambda stage: None) as screening:
            write_files(screening, facts)
    _close(batch)


def recover(submitted_by: str | None = None) -> list[UUID]:
    """Repair what a killed process left: complete what was received, remove what was not. Return the batches.

    With `submitted_by` only that account's; the command line's is the empty one.
    """
    repaired = []
    if submitted_by is None:
        spool.sweep()
        repaired += settle_all()
    for batch in spool.waiting():
        with spool.working_on(batch) as is_ours:
            facts = Batch.objects.filter(id=batch).first()
            if not is_ours or (facts and submitted_by is not None and facts.submitted_by != submitted_by):
                continue
            if facts is None:
                spool.remove(batch)  # nobody was told of it
                continue
            _repair(facts)
            repaired.append(batch)
    return repaired


def _repair(facts: Batch) -> None:
    if facts.state != "received":
        finish(facts.id)
        return
    _, order = spool.take(facts.id)
    try:
        _decide(facts, order.on, None)
    except Unreadable:
        return  # the batch says so itself


@contextmanager
def _screened(facts: Batch, on: date, stage: Progress) -> Iterator[Screening]:
    """Check the file; an unreadable one ends the batch."""
    source, _ = spool.take(facts.id)
    edition = edition_of(on)
    stage("checking")
    try:
        screening = screen(source, edition.item(facts.item), edition, on=on, register=Register())
    except Unreadable as refusal:
        Batch.objects.filter(id=facts.id, state="received").update(
            state="refused", refused_because=str(refusal), ended_at=timezone.now(), is_finished=True, stage=""
        )
        spool.remove(facts.id)
        raise
    with screening:
        yield screening


def _counts(screening: Screening) -> Counts:
    found = screening.counts
    return Counts(
        rows=found.rows,
        duplicate=found.duplicate,
        rejected=found.rejected,
        refused_natural_person=found.refused_natural_person,
        warnings=found.warnings,
        late=found.late,
        review=screening.connection.execute("SELECT count(*) FROM unmatched").fetchall()[0][0],
        digest=screening.digest,
    )


def _close(batch: UUID) -> None:
    Batch.objects.filter(id=batch).update(is_finished=True, stage="")
    spool.remove(batch)


def _release(facts: Batch, screening: Screening) -> HeldReason | None:
    """Let another person release it where the unit wants so and there is anything to release."""
    return RELEASE if screening.counts.clean and is_released_apart(facts.unit) else None


def _rows_last_time(facts: Batch) -> int | None:
    earlier = Batch.objects.filter(item=facts.item, unit=facts.unit, state="taken")
    return earlier.order_by("-received_at").values_list("rows", flat=True).first()


def _stages(batch: UUID, progress: Progress | None) -> Progress:
    def stage(name: str) -> None:
        Batch.objects.filter(id=batch).update(stage=name)
        if progress:
            progress(name)

    return stage
