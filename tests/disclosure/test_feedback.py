"""Feedback after a query: only listed measures, and a term only where the city set one."""

from datetime import date

import pytest

from gongxin.disclosure.feedback import DECISIONS, Decision, MeasureOutsideList, due_by, refuse_unlisted
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.parameter import ParameterUnset, load_parameters

CALENDAR = WorkingCalendar.published()


def test_a_measure_outside_the_list_is_refused():
    refuse_unlisted(["fast_track"], ["fast_track", "accept_with_gaps"])

    with pytest.raises(MeasureOutsideList, match="bidding_barred"):
        refuse_unlisted(["fast_track", "bidding_barred"], ["fast_track"])


def test_without_a_decision_of_the_city_no_day_is_due():
    with pytest.raises(ParameterUnset, match=r"query\.feedback"):
        due_by(date(2026, 5, 6), parameters=load_parameters(), calendar=CALENDAR)


def test_the_term_that_a_city_sets_is_counted_in_working_days(tmp_path):
    (tmp_path / "law" / "parameters").mkdir(parents=True)
    (tmp_path / "law" / "parameters" / "query.toml").write_text(
        "[feedback]\n"
        'label = { zh = "反馈期限", en = "Feedback" }\nunit = "working days"\nchecked_on = 2026-05-01\n'
        '[[feedback.values]]\nfrom = 2026-01-01\nvalue = 5\nbasis = { instrument = "SH", number = "22" }\n',
        "utf-8",
    )

    clock = due_by(date(2026, 4, 30), parameters=load_parameters(tmp_path), calendar=CALENDAR)

    assert clock.due_on == date(2026, 5, 11)  # 1 to 5 May are days off, 9 May is worked


def test_every_decision_has_a_name_in_both_languages():
    assert set(DECISIONS) == set(Decision)
