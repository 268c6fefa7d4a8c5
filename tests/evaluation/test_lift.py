"""Until when an entry lowers a grade: just as long as the model's window counts it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.disclosure.term import add_months
from gongxin.evaluation.lift import counts_until
from gongxin.evaluation.reader import models


@pytest.fixture(scope="module")
def parts():
    model = next(one for one in models() if one.code == "comprehensive_enterprise")
    return {one.code: one for one in (*model.indicators, *model.vetoes)}


def counts(part, decided_on, on):
    """As the compiled model has it."""
    return decided_on > add_months(on, -part.ground.months)


def test_a_penalty_of_twelve_months_counts_until_the_day_before_a_year_is_over(parts):
    assert counts_until(parts["ordinary_penalty"], date(2026, 5, 6)) == date(2027, 5, 5)


def test_without_a_window_the_entry_itself_decides(parts):
    assert counts_until(parts["abnormal_operation"], date(2026, 5, 6)) is None
    assert counts_until(parts["ordinary_penalty"], None) is None


@given(decided_on=st.dates(date(2016, 1, 1), date(2027, 12, 31)))
def test_it_is_the_last_day_on_which_the_model_counts_it(parts, decided_on):
    for code in ("ordinary_penalty", "severe_penalty", "fines"):
        last = counts_until(parts[code], decided_on)

        assert counts(parts[code], decided_on, last)
        assert not counts(parts[code], decided_on, last + timedelta(days=1))
