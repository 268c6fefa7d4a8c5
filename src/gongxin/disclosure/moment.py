"""Another day or moment to look from: the day asked about, and the moment whose knowledge counts."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """`known_at` None: what is known now. Now itself is today with what is known now."""

    on: date
    known_at: datetime | None
    is_now: bool


class NotYet(Exception):
    """Nobody knows what will be on record."""

    def __init__(self, asked: date, today: date) -> None:
        super().__init__(
            f"{asked} 还没有到，只能查询 {today} 及以前的时点。"
            f" / {asked} lies ahead: ask about {today} or earlier."
        )


def moment(as_of: date | None, known_at: datetime | None, *, now: datetime) -> Moment:
    """Return what is asked for; `now` is aware, in the time zone whose days count.

    A moment alone is asked about its own day: what was shown then. A day alone: what is now known of it.

    Raises:
        NotYet: one of the two lies ahead.
    """
    known_at = known_at and known_at.astimezone(now.tzinfo)
    on = as_of or (known_at or now).date()
    if known_at and known_at > now:
        raise NotYet(known_at.date(), now.date())
    if on > now.date():
        raise NotYet(on, now.date())
    return Moment(on, known_at, is_now=known_at is None and on == now.date())
