"""When a source is asked again."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.intake.pull.schedule import InvalidSchedule, Schedule, checked, next_run, retry_at

NOON = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)
DAY = 24 * 60


@pytest.mark.parametrize(
    ("every", "at", "after", "expected"),
    [
        (30, None, NOON, NOON + timedelta(minutes=30)),
        (DAY, time(2, 30), NOON, datetime(2026, 5, 7, 2, 30, tzinfo=UTC)),
        (DAY, time(13, 0), NOON, datetime(2026, 5, 6, 13, 0, tzinfo=UTC)),
        (7 * DAY, time(2, 30), NOON, datetime(2026, 5, 13, 2, 30, tzinfo=UTC)),
    ],
)
def test_the_next_run_follows_the_interval_and_the_time_of_day(every, at, after, expected):
    assert next_run(Schedule(every, at), after) == expected


@given(st.integers(5, 40_000), st.datetimes(timezones=st.just(UTC)).filter(lambda day: day.year < 9000))
def test_the_next_run_always_lies_ahead(every, after):
    at = time(3, 0) if every % DAY == 0 else None

    assert after < next_run(Schedule(every, at), after)


@given(st.integers(5, 40_000), st.integers(1, 500))
def test_a_failure_is_tried_again_no_later_than_the_next_run(every, failures):
    again = retry_at(Schedule(every), NOON, failures)

    assert NOON < again <= NOON + timedelta(minutes=every)


def test_each_failure_doubles_the_wait():
    waits = [retry_at(Schedule(DAY), NOON, failures) - NOON for failures in (1, 2, 3, 4)]

    assert waits == [timedelta(minutes=minutes) for minutes in (5, 10, 20, 40)]


@pytest.mark.parametrize("schedule", [Schedule(4), Schedule(0), Schedule(-60), Schedule(90, time(2, 0))])
def test_a_schedule_that_cannot_be_kept_is_refused(schedule):
    with pytest.raises(InvalidSchedule, match="分钟"):
        checked(schedule)
