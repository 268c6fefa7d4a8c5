"""The deadlines of clock.toml."""

import tomllib
from pathlib import Path

import pytest

from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import due
from gongxin.law.parameter import parameter

CASES = tomllib.loads(Path(__file__).with_name("clock.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_deadline(case):
    term = parameter(case["parameter"]).on(case["start"])

    clock = due(case["start"], term.number, WorkingCalendar.published())

    assert clock.due_on == case["due_on"]
    assert clock.provisional is case.get("provisional", False)
