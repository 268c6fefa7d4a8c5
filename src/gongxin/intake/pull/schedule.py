"""When a source is asked: every so often, sooner after a failure, and never in a storm."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

SHORTEST_MINUTES = 5
FIRST_RETRY_MINUTES = 5
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every so many minutes; intervals of whole days run at a time of day."""

    every_minutes: int
    at: time | None = None


class InvalidSchedule(Exception):
    """The interval is too short, or a time of day is given for one that is not whole days."""

    def __init__(self, schedule: Schedule) -> None:
        super().__init__(
            f"间隔应不少于 {SHORTEST_MINUTES} 分钟；只有按整天（{DAY_MINUTES} 分钟的倍数）时才能指定时刻，"
            f"现为 {schedule.every_minutes} 分钟。 / Write {SHORTEST_MINUTES} minutes or more; a time of day "
            f"goes with whole days (multiples of {DAY_MINUTES}), not with {schedule.every_minutes} minutes."
        )


def checked(schedule: Schedule) -> Schedule:
    """Return the schedule.

    Raises:
        InvalidSchedule: it cannot be kept.
    """
    is_by_day = schedule.every_minutes % DAY_MINUTES == 0
    if schedule.every_minutes < SHORTEST_MINUTES or (schedule.at is not None and not is_by_day):
        raise InvalidSchedule(schedule)
    return schedule


def next_run(schedule: Schedule, after: datetime) -> datetime:
    """Return the next time after a run; runs that were missed meanwhile are not made up for."""
    coming = after + timedelta(minutes=schedule.every_minutes)
    if schedule.at is None:
        return coming
    first = after.replace(
        hour=schedule.at.hour, minute=schedule.at.minute, second=schedule.at.second, microsecond=0
    )
    days = schedule.every_minutes // DAY_MINUTES
    return first if days == 1 and first > after else first + timedelta(days=days)


def retry_at(schedule: Schedule, after: datetime, failures: int) -> datetime:
    """Return when to try again after so many failures in a row (>= 1): twice as long each time, at most as
    long as the schedule's own interval."""
    minutes = FIRST_RETRY_MINUTES * 2 ** min(failures - 1, 20)
    return after + timedelta(minutes=min(minutes, schedule.every_minutes))
