"""Figures of oversight, kept as they came out: what was reported stays as it was reported."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Protocol

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from gongxin.oversight.figure import Figure
from gongxin.oversight.indicator import OversightIndicator
from gongxin.store.models import OversightFigure

TASK = "oversight.work_out"


class Result(Protocol):
    """What an indicator came to, as `queries.oversight` gives it."""

    @property
    def indicator(self) -> OversightIndicator: ...
    @property
    def on(self) -> date: ...
    @property
    def size(self) -> int: ...
    @property
    def figures(self) -> tuple[Figure, ...]: ...


def keep(results: Iterable[Result]) -> int:
    """Keep figures beside those of earlier days; return of how many indicators."""
    now = timezone.now()
    made = [
        OversightFigure(
            indicator=one.indicator.code,
            rule=one.indicator.digest,
            on=one.on,
            size=one.size,
            made_at=now,
            figures=[[figure.unit, figure.item, figure.part, figure.whole] for figure in one.figures],
        )
        for one in results
    ]
    return len(OversightFigure.objects.bulk_create(made))


def work_out_soon(*, on: date) -> None:
    """Queue the figures of a day, once however often it is asked for."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        jobs.configure_task(TASK, queueing_lock=TASK).defer(on=on.isoformat())
