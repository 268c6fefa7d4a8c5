"""A day, a moment, both or neither."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gongxin.disclosure.moment import Moment, NotYet, moment

NOW = datetime(2026, 5, 6, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
LATE = datetime(2026, 4, 30, 17, tzinfo=UTC)  # 1 May in China


def test_without_either_it_is_now():
    assert moment(None, None, now=NOW) == Moment(date(2026, 5, 6), None, is_now=True)


def test_a_day_alone_is_judged_by_what_is_known_now():
    assert moment(date(2025, 1, 1), None, now=NOW) == Moment(date(2025, 1, 1), None, is_now=False)


def test_a_moment_alone_is_asked_about_its_own_day_in_china():
    assert moment(None, LATE, now=NOW) == Moment(date(2026, 5, 1), LATE, is_now=False)


def test_both_stand_as_they_are_given():
    assert moment(date(2025, 1, 1), LATE, now=NOW) == Moment(date(2025, 1, 1), LATE, is_now=False)


@pytest.mark.parametrize(
    ("as_of", "known_at"),
    [(date(2026, 5, 7), None), (None, NOW + timedelta(seconds=1)), (date(2026, 5, 7), LATE)],
)
def test_what_lies_ahead_is_refused(as_of, known_at):
    with pytest.raises(NotYet, match="2026-05-06"):
        moment(as_of, known_at, now=NOW)
