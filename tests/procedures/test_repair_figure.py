"""Shares are stated only where there is something to count, and stand beside what is asked for."""

from datetime import date

import pytest

from gongxin.law.parameter import load_parameters
from gongxin.procedures.repair_figure import Decided, Listed, figures, share, targets

ON = date(2026, 11, 22)
NOBODY = Listed(0, 0, 0, 0)


def decided(days, *, granted=True, in_time=True):
    return Decided(date(2026, 9, 1), date(2026, 9, 1 + days), granted, in_time)


def test_the_average_counts_the_days_from_application_to_decision():
    found = figures(10, 4, [decided(2), decided(5, granted=False), decided(8, in_time=False)], NOBODY)

    assert (found.decided, found.granted, found.in_time, found.average_days) == (3, 2, 2, 5.0)
    assert (found.in_time_share, found.granted_share) == (0.667, 0.2)


def test_of_nothing_there_is_no_share():
    found = figures(0, 0, [], NOBODY)

    assert (found.average_days, found.in_time_share, found.exit_share) == (None, None, None)
    assert {one.is_met for one in targets(found, load_parameters(), on=ON)} == {None}


@pytest.mark.parametrize(
    ("listed", "met"),
    [
        (Listed(10, 3, 5, 8), [True, True, True]),
        (Listed(10, 2, 4, 7), [False, False, False]),
        (Listed(10, 10, 0, 8), [True, False, True]),
    ],
)
def test_a_work_plan_s_shares_are_met_from_their_bound_on(listed, met):
    found = figures(0, 0, [], listed)

    assert [one.is_met for one in targets(found, load_parameters(), on=ON)] == met
    assert [one.least for one in targets(found, load_parameters(), on=ON)] == [0.3, 0.5, 0.8]


def test_before_a_plan_asks_for_anything_nothing_is_met_or_missed():
    found = figures(0, 0, [], Listed(10, 3, 5, 8))

    assert {one.is_met for one in targets(found, load_parameters(), on=date(2018, 6, 1))} == {None}


def test_a_share_is_rounded_to_a_thousandth():
    assert (share(1, 3), share(0, 3), share(3, 0)) == (0.333, 0.0, None)
