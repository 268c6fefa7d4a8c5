"""Batches of credit reports: ordered here, worked on in the queue, resumed where a killed worker left off."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from gongxin.actions.look import NoPurpose
from gongxin.intake.free_text import refuse_personal
from gongxin.organisations.uscc import is_valid, normalise
from gongxin.store.models import CreditReport, CreditReportBatch

MOST_CODES = 10_000
LONGEST_PURPOSE = 200
TASK = "credit_report_batch.work_through"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrder:
    """One kind of report on many organisations; the other members as for a single one."""

    kind: str
    language: str
    as_of: datetime.date
    period: tuple[datetime.date, datetime.date] | None = None
    areas: tuple[str, ...] = ()
    by: str
    unit: str
    purpose: str


class OddList(Exception):
    """The list of codes cannot be taken over."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            f"{zh}没有受理，请改正后重新提交。 / {en} Nothing was taken over; mend it and try again."
        )


def order(codes: Sequence[str], wanted: BatchOrder) -> UUID:
    """Take a batch over and queue it; the same code twice gets one report.

    Raises:
        OddList: there are none, too many, or one is no code.
        NoPurpose: it does not say what it is for.
        PersonalInText: the purpose carries a number of a natural person.
    """
    wished = list(dict.fromkeys(normalise(code) for code in codes if code.strip()))
    _refuse_odd(wished)
    if not wanted.purpose.strip():
        raise NoPurpose
    refuse_personal(wanted.purpose, on=wanted.as_of)
    batch = uuid4()
    with transaction.atomic():
        CreditReportBatch.objects.create(
            id=batch,
            kind=wanted.kind,
            language=wanted.language,
            period_from=wanted.period[0] if wanted.period else None,
            period_to=wanted.period[1] if wanted.period else None,
            areas=list(wanted.areas),
            as_of=wanted.as_of,
            by=wanted.by,
            unit=wanted.unit,
            purpose=wanted.purpose[:LONGEST_PURPOSE],
            codes=wished,
            ordered_at=timezone.now(),
        )
        queue(batch)
    return batch


def _refuse_odd(wished: Sequence[str]) -> None:
    odd = [code for code in wished if not is_valid(code)]
    if not wished:
        raise OddList("名单里没有代码。", "The list has no code.")
    if len(wished) > MOST_CODES:
        raise OddList(f"一次最多 {MOST_CODES} 个代码。", f"At most {MOST_CODES} codes at once.")
    if odd:
        shown = "、".join(code[:18] for code in odd[:3])
        raise OddList(f"有 {len(odd)} 个代码不正确，例如 {shown}。", f"{len(odd)} codes are wrong: {shown}.")


def ordered(batch: UUID) -> BatchOrder:
    """Return what was ordered."""
    kept = CreditReportBatch.objects.get(id=batch)
    return BatchOrder(
        kind=kept.kind,
        language=kept.language,
        as_of=kept.as_of,
        period=(kept.period_from, kept.period_to) if kept.period_from and kept.period_to else None,
        areas=tuple(kept.areas),
        by=kept.by,
        unit=kept.unit,
        purpose=kept.purpose,
    )


def left(batch: UUID) -> list[str]:
    """Return the codes without a report and without a refusal, in the order of the list."""
    kept = CreditReportBatch.objects.get(id=batch)
    done = set(CreditReport.objects.filter(batch=batch).values_list("uscc", flat=True)) | kept.refused.keys()
    return [code for code in kept.codes if code not in done]


def refuse(batch: UUID, uscc: str, why: str) -> None:
    """Note why there is no report on one of the organisations."""
    with transaction.atomic():
        kept = CreditReportBatch.objects.select_for_update().get(id=batch)
        kept.refused = {**kept.refused, uscc: why}
        kept.save(update_fields=["refused"])


def queue(batch: UUID) -> None:
    """Put the batch into the queue, behind what is there."""
    jobs.configure_task(TASK).defer(batch=str(batch))


def end(batch: UUID) -> None:
    """Note that every organisation of the batch has its report or its refusal."""
    CreditReportBatch.objects.filter(id=batch, ended_at=None).update(ended_at=timezone.now())


def requeue() -> int:
    """Queue the batches that a killed process left unfinished; one that is queued twice runs once."""
    waiting = CreditReportBatch.objects.filter(ended_at=None).values_list("id", flat=True)
    for batch in waiting:
        queue(batch)
    return len(waiting)
