"""What a unit owes, period by period."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.catalogue import reader
from gongxin.intake.reporting import NoSuchPeriod, Period, PeriodState, period_of, periods, state

ON = date(2026, 5, 20)
EDITION = reader.edition(ON)
MONTHLY, PENALTY = EDITION.item("honour"), EDITION.item("administrative_penalty")
APRIL = Period(date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 31))


def test_what_is_reported_monthly_is_due_by_the_end_of_the_next_month():
    newest, *earlier = periods(MONTHLY, since=date(2026, 2, 10), on=ON)

    assert newest == APRIL
    assert [one.first for one in earlier] == [date(2026, 3, 1), date(2026, 2, 1)]


def test_what_is_due_seven_working_days_after_each_decision_is_due_so_after_the_month():
    """30 April 2026 and seven working days; 1 to 5 May are days off and Saturday the 9th is worked."""
    newest = periods(PENALTY, since=date(2026, 4, 1), on=ON)[0]

    assert (newest.first, newest.last, newest.due_on) == (APRIL.first, APRIL.last, date(2026, 5, 13))


def test_a_duty_that_began_this_month_owes_nothing_yet():
    assert periods(MONTHLY, since=date(2026, 5, 2), on=ON) == ()


def test_a_year_is_looked_back():
    assert len(periods(MONTHLY, since=date(2020, 1, 1), on=ON)) == 12


def test_where_the_city_has_yet_to_decide_the_term_nothing_is_owed():
    frequency = replace(MONTHLY.frequency, parameter="submission.double_publicity")
    before_2018 = replace(MONTHLY, frequency=frequency)

    assert periods(before_2018, since=date(2016, 1, 1), on=date(2017, 6, 1)) == ()


@pytest.mark.parametrize(
    ("has_rows", "has_zero", "on", "expected"),
    [
        (True, False, ON, PeriodState.ROWS),
        (True, True, ON, PeriodState.ROWS),
        (False, True, date(2026, 6, 1), PeriodState.ZERO),
        (False, False, date(2026, 5, 31), PeriodState.OPEN),
        (False, False, date(2026, 6, 1), PeriodState.MISSING),
    ],
)
def test_a_period_is_missing_only_after_its_last_day(has_rows, has_zero, on, expected):
    assert state(APRIL, has_rows=has_rows, has_zero=has_zero, on=on) is expected


@pytest.mark.parametrize("first", [date(2026, 4, 2), date(2026, 5, 1), date(2027, 1, 1)])
def test_a_zero_report_names_a_period_that_is_over(first):
    assert period_of(MONTHLY, APRIL.first, on=ON) == APRIL

    with pytest.raises(NoSuchPeriod):
        period_of(MONTHLY, first, on=ON)
