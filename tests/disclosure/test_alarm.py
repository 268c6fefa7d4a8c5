"""Alarm rules: each raises where it should, keeps still where it should, and says when it has no number."""

from datetime import date, datetime, timedelta

import pytest

from gongxin.disclosure.alarm import (
    ALARM_OUTCOMES,
    ALARM_RULES,
    RULES,
    AlarmOutcome,
    AlarmRule,
    Bench,
    Past,
    Seen,
    judge,
    precision,
    undecided,
)
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.parameter import load_parameters

WEDNESDAY, MAY_DAY = date(2026, 5, 6), date(2026, 5, 1)
CALENDAR = WorkingCalendar.published()


def looks(count, *, account="clerk", matter="bidding", channel="page", uscc=None, at="10:00", day=WEDNESDAY):
    moment = datetime.fromisoformat(f"{day} {at}")
    return [
        Seen(n, "MARKET", account, uscc or f"ORG{n}", matter, channel, moment) for n in range(1, count + 1)
    ]


def suspected(rule, seen, *threshold, past=None, day=WEDNESDAY):
    found = RULES[rule][0](seen, Bench(day, past or Past(), CALENDAR, threshold))
    return [(one.account, one.subject, one.looks, one.limit) for one in found]


def test_more_organisations_than_the_number_says_are_odd_and_just_as_many_are_not():
    assert suspected(AlarmRule.VOLUME, looks(5), 5) == []
    assert suspected(AlarmRule.VOLUME, looks(6), 5) == [("clerk", "", 6, 5)]
    assert suspected(AlarmRule.VOLUME, looks(9, uscc="SAME"), 5) == []


def test_growth_is_measured_against_the_accounts_own_past():
    past = Past(days={"clerk": 10, "new": 1}, looks={"clerk": 20, "new": 1})

    assert suspected(AlarmRule.GROWTH, looks(10), 5, past=past) == []
    assert suspected(AlarmRule.GROWTH, looks(11), 5, past=past) == [("clerk", "", 11, 10)]
    assert suspected(AlarmRule.GROWTH, looks(11, account="new"), 5, past=past) == []


@pytest.mark.parametrize("at", ["08:59", "18:00", "23:30"])
def test_looks_before_and_after_work_are_odd(at):
    assert suspected(AlarmRule.HOURS, looks(1, at=at), 9, 18) == [("clerk", "", 1, 0)]
    assert suspected(AlarmRule.HOURS, looks(1, at=at, channel="api"), 9, 18) == []


def test_looks_on_a_day_off_are_odd_and_on_a_make_up_day_they_are_not():
    saturday_worked = date(2026, 5, 9)

    assert suspected(AlarmRule.HOURS, looks(2, day=MAY_DAY), 9, 18, day=MAY_DAY) == [("clerk", "", 2, 0)]
    assert suspected(AlarmRule.HOURS, looks(2, day=saturday_worked), 9, 18, day=saturday_worked) == []


def test_a_matter_that_the_unit_hardly_has_is_foreign_once_the_unit_has_a_past():
    past = Past(matters={"MARKET": {"administrative_licensing": 200, "bidding": 1}})

    assert suspected(AlarmRule.FOREIGN_MATTER, looks(2), 0.01, past=past) == [("clerk", "bidding", 2, 1)]
    assert (
        suspected(AlarmRule.FOREIGN_MATTER, looks(2, matter="administrative_licensing"), 0.01, past=past)
        == []
    )
    assert suspected(AlarmRule.FOREIGN_MATTER, looks(2), 0.01, past=Past(matters={"MARKET": {"x": 50}})) == []


def test_looks_at_one_organisation_add_up_over_the_month():
    past = Past(pairs={("clerk", "SAME"): 4})

    assert suspected(AlarmRule.REPEATED, looks(1, uscc="SAME"), 5, past=past) == []
    assert suspected(AlarmRule.REPEATED, looks(2, uscc="SAME"), 5, past=past) == [("clerk", "SAME", 6, 5)]


def test_the_shipped_rules_have_no_number_say_so_and_raise_nothing():
    night = looks(500, at="03:00")

    assert set(undecided(load_parameters())) == set(AlarmRule)
    assert judge(night, WEDNESDAY, past=Past(), parameters=load_parameters(), calendar=CALENDAR) == []


def test_a_number_that_the_city_sets_wakes_its_rule_alone(tmp_path):
    (tmp_path / "law" / "parameters").mkdir(parents=True)
    (tmp_path / "law" / "parameters" / "alarm.toml").write_text(
        "[volume_a_day]\n"
        'label = { zh = "上限", en = "Most" }\nunit = "times a day"\nchecked_on = 2026-05-01\n'
        "[[volume_a_day.values]]\nfrom = 2026-01-01\nvalue = 3\n"
        'basis = { instrument = "SH", number = "34" }\n',
        "utf-8",
    )
    parameters = load_parameters(tmp_path)

    found = judge(looks(4, at="03:00"), WEDNESDAY, past=Past(), parameters=parameters, calendar=CALENDAR)

    assert [(one.rule, one.day - timedelta(), one.first_sequence) for one in found] == [
        (AlarmRule.VOLUME, WEDNESDAY, 1)
    ]
    assert AlarmRule.VOLUME not in undecided(parameters)


def test_precision_is_the_share_of_misuse_among_what_was_decided():
    assert precision({}) is None
    assert precision({AlarmOutcome.MISUSE: 1, AlarmOutcome.JUSTIFIED: 2, AlarmOutcome.MISTAKEN: 1}) == 0.25


def test_every_rule_and_outcome_has_a_name():
    assert set(ALARM_RULES) == set(RULES) == set(AlarmRule)
    assert set(ALARM_OUTCOMES) == set(AlarmOutcome)
