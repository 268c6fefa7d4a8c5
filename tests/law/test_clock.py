"""Terms of working days, and the reasons they give."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.law.calendar import Reason, WorkingCalendar
from gongxin.law.clock import TermTooShort, due, skipped, working_days_between
from gongxin.law.parameter import ParameterNotInForce

CALENDAR = WorkingCalendar.published()
STARTS = st.dates(date(2016, 1, 1), date(2027, 12, 31))
TERMS = st.integers(1, 40)


@given(STARTS, TERMS)
def test_a_term_ends_on_a_working_day_and_holds_exactly_its_number_of_them(start, n):
    clock = due(start, n, CALENDAR)

    assert CALENDAR.is_working_day(clock.due_on)
    assert working_days_between(start, clock.due_on, CALENDAR) == n


@given(STARTS, TERMS)
def test_a_day_more_is_the_next_working_day(start, n):
    shorter, longer = due(start, n, CALENDAR), due(start, n + 1, CALENDAR)

    assert due(shorter.due_on, 1, CALENDAR).due_on == longer.due_on


@given(STARTS, TERMS)
def test_every_day_between_is_accounted_for(start, n):
    clock = due(start, n, CALENDAR)

    assert [day.on for day in clock.days] == [
        start + timedelta(days=k + 1) for k in range((clock.due_on - start).days)
    ]
    assert sum(day.works for day in clock.days) == n


@given(STARTS, STARTS, STARTS)
def test_working_days_between_adds_up(one, two, three):
    first = working_days_between(one, two, CALENDAR) + working_days_between(two, three, CALENDAR)

    assert first == working_days_between(one, three, CALENDAR)


def test_the_derivation_names_each_weekend_holiday_and_make_up_day():
    lines = due(date(2026, 9, 24), 5, CALENDAR).lines("zh")

    assert lines == [
        "2026-09-24 星期四：起算当日不计入，依据《中华人民共和国民法典》第201条（开始的当日不计入）",
        "2026-09-25 星期五，中秋节放假：不计",
        "2026-09-26 星期六，中秋节放假：不计",
        "2026-09-27 星期日，中秋节放假：不计",
        "2026-09-28 星期一：第 1 个工作日",
        "2026-09-29 星期二：第 2 个工作日",
        "2026-09-30 星期三：第 3 个工作日",
        "2026-10-01 星期四，国庆节放假：不计",
        "2026-10-02 星期五，国庆节放假：不计",
        "2026-10-03 星期六，国庆节放假：不计",
        "2026-10-04 星期日，国庆节放假：不计",
        "2026-10-05 星期一，国庆节放假：不计",
        "2026-10-06 星期二，国庆节放假：不计",
        "2026-10-07 星期三，国庆节放假：不计",
        "2026-10-08 星期四：第 4 个工作日",
        "2026-10-09 星期五：第 5 个工作日",
        "共 5 个工作日，2026-10-09 到期。",
    ]


def test_the_derivation_is_complete_in_english():
    lines = due(date(2026, 10, 9), 1, CALENDAR).lines("en")

    assert lines == [
        "2026-10-09 Friday: the opening day is not counted, "
        "Civil Code, art. 201 (the opening day is not counted)",
        "2026-10-10 Saturday, worked in exchange (National Day): working day 1",
        "1 working day(s): due on 2026-10-10.",
    ]


def test_a_term_that_runs_into_an_unpublished_year_is_marked_and_says_why():
    clock = due(date(2026, 12, 25), 10, CALENDAR)

    assert clock.provisional
    assert "暂定：2027 年放假安排尚未公布" in clock.lines("zh")[-1]
    assert "provisional: days off of 2027" in clock.lines("en")[-1]
    assert not due(date(2026, 12, 25), 4, CALENDAR).provisional


def test_the_opening_day_rests_on_the_law_of_its_time():
    assert str(due(date(2020, 12, 31), 1, CALENDAR).first_day_basis()) == "GPCL 154"
    assert str(due(date(2021, 1, 1), 1, CALENDAR).first_day_basis()) == "CC 201"
    with pytest.raises(ParameterNotInForce):
        due(date(1980, 1, 1), 1, CALENDAR).first_day_basis()


def test_a_term_is_overdue_the_day_after_it_ends():
    clock = due(date(2026, 11, 20), 1, CALENDAR)

    assert clock.due_on == date(2026, 11, 23)
    assert not clock.is_overdue(date(2026, 11, 23))
    assert clock.is_overdue(date(2026, 11, 24))


def test_a_term_without_a_day_is_refused():
    with pytest.raises(TermTooShort, match="0"):
        due(date(2026, 11, 20), 0, CALENDAR)


def test_the_days_skipped_are_told_apart_by_reason():
    clock = due(date(2026, 9, 24), 5, CALENDAR)

    assert len(skipped(clock, Reason.HOLIDAY)) == 10
    assert skipped(clock, Reason.WEEKEND) == ()
