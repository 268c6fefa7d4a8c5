"""The figures on the front page and the about page."""

import datetime
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from django.utils.timezone import make_aware

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.queries.reading import row, rows

SECONDS_KEPT = 15
TIMES_KEPT = 100  # counting takes at most a hundredth of the time, however large the ledger


@dataclass(frozen=True, slots=True)
class ItemFigure:
    """How many records of an item the public sees, and how many of them came in this month."""

    item: str
    shown: int
    this_month: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`entries` is the size of the ledger; `shown` the records that the public sees on the day."""

    organisations: int
    units: int
    entries: int
    shown: int
    this_month: int
    by_item: tuple[ItemFigure, ...]
    last_known_at: datetime.datetime | None


@dataclass(slots=True)
class _Kept:
    """The last figures of this process and until when they are good."""

    on: datetime.date | None = None
    until: float = 0
    figures: Figures | None = None
    counting: Lock = field(default_factory=Lock)


_kept = _Kept()


def figures(on: datetime.date) -> Figures:
    """Return the figures of a day, a little old at most: a crowd on the front page counts once."""
    with _kept.counting:
        if _kept.figures is None or _kept.on != on or monotonic() >= _kept.until:
            start = monotonic()
            _kept.figures, _kept.on = _count(on), on
            took = monotonic() - start
            _kept.until = start + took + max(SECONDS_KEPT, TIMES_KEPT * took)
        return _kept.figures


def forget() -> None:
    """Count anew next time: for whoever changes the database under a running process."""
    _kept.figures = None


def _count(on: datetime.date) -> Figures:
    sight = condition(Viewer.ANYONE, on=on)
    month = make_aware(datetime.datetime(on.year, on.month, 1))  # noqa: DTZ001 made aware here
    sql = (
        "SELECT e.item, count(*), count(*) FILTER (WHERE e.known_at >= %(month)s::timestamptz)"
        f" FROM entry e WHERE {sight.sql} GROUP BY 1"
    )
    counted = rows(sql, {**sight.values, "month": month})
    by_item = tuple(ItemFigure(*found) for found in sorted(counted, key=lambda found: -found[1]))
    totals = row(
        "SELECT (SELECT count(*) FROM organisation), (SELECT count(*) FROM unit),"
        " coalesce((SELECT max(sequence) FROM entry), 0),"
        " (SELECT known_at FROM entry ORDER BY sequence DESC LIMIT 1)"
    )
    assert totals is not None
    return Figures(
        organisations=totals[0],
        units=totals[1],
        entries=totals[2],
        shown=sum(figure.shown for figure in by_item),
        this_month=sum(figure.this_month for figure in by_item),
        by_item=by_item,
        last_known_at=totals[3],
    )
