"""The chart of a campaign: lines that only rise, up to the day, labels apart, the goal above all."""

import itertools
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.queries.campaign import DayOfCampaign
from gongxin.reports.campaign_chart import LABEL, as_svg, chart

FIRST = date(2026, 5, 1)
CAMPAIGN = SimpleNamespace(from_on=FIRST, until_on=FIRST + timedelta(days=90), closed_on=None)
STEPS = st.lists(st.tuples(*[st.integers(0, 9)] * 3), max_size=12)


def days(steps):
    told = reported = exited = 0
    for number, (a, b, c) in enumerate(steps, 1):
        told, reported, exited = (
            told + a,
            min(reported + b, told + a),
            min(exited + c, reported + b, told + a),
        )
        yield DayOfCampaign(FIRST + timedelta(days=number * 5), told, reported, exited)


def points(line):
    return [tuple(map(float, one.split(","))) for one in line.points.split()]


@given(steps=STEPS, goal=st.integers(0, 60))
def test_lines_rise_and_stay_below_the_top_and_labels_keep_apart(steps, goal):
    drawn = chart(CAMPAIGN, list(days(steps)), goal, on=FIRST + timedelta(days=60))

    for line in drawn.lines:
        xs, ys = zip(*points(line), strict=True)
        assert list(xs) == sorted(xs)
        assert list(ys) == sorted(ys, reverse=True)
        assert 0 <= min(ys) <= max(ys) <= drawn.base
    labels = [line.label_y for line in drawn.lines]
    assert all(lower - upper >= LABEL for upper, lower in itertools.pairwise(labels))


def test_the_lines_end_at_the_day_asked_or_at_the_day_it_was_closed():
    told = [DayOfCampaign(FIRST + timedelta(days=1), 5, 0, 0)]
    half, closed = (
        chart(SimpleNamespace(**{**vars(CAMPAIGN), "closed_on": on}), told, 5, on=FIRST + timedelta(days=45))
        for on in (None, FIRST + timedelta(days=9))
    )

    assert points(half.lines[0])[-1][0] == pytest.approx((half.left + half.right) / 2, abs=3)
    assert points(closed.lines[0])[-1][0] < points(half.lines[0])[-1][0]


@pytest.mark.parametrize(("language", "said"), [("zh", "已退出 3"), ("en", "Left 3")])
def test_on_paper_it_says_the_numbers_in_the_language_of_the_paper(language, said):
    told = [DayOfCampaign(FIRST + timedelta(days=1), 5, 4, 3)]

    assert said in as_svg(chart(CAMPAIGN, told, 5, on=FIRST), language)
