"""Days and moments as commands are told them: China's, whatever the machine keeps."""

from datetime import UTC, datetime

import pytest
from click import BadParameter

from gongxin.cli.day import CHINA, MomentOption


def read(text):
    return MomentOption().convert(text, None, None)


def test_a_moment_without_a_time_zone_is_chinas():
    assert read("2026-05-06T09:00") == datetime(2026, 5, 6, 1, tzinfo=UTC)
    assert read("2026-05-06T09:00+00:00") == datetime(2026, 5, 6, 9, tzinfo=UTC)


def test_a_day_that_is_over_is_its_end_and_today_is_now():
    assert read("2026-05-06") == datetime(2026, 5, 7, tzinfo=CHINA)

    before = datetime.now(CHINA)
    assert before <= read(before.date().isoformat()) <= datetime.now(CHINA) or (
        before.date() != datetime.now(CHINA).date()  # midnight has passed meanwhile
    )


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", ""])
def test_what_is_no_moment_is_refused_in_words(text):
    with pytest.raises(BadParameter, match="时刻"):
        read(text)
