"""The day a command works by is China's, whatever time zone the machine keeps."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_day_of_a_command_is_that_of_china_in_every_time_zone(zone):
    program = "from gongxin.cli.day import today; print(today())"

    before = datetime.now(UTC).astimezone(CHINA).date()
    said = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"TZ": zone},
    ).stdout.strip()
    after = datetime.now(UTC).astimezone(CHINA).date()

    assert said in (str(before), str(after))
