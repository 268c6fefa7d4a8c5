"""Figures of the front page."""

from datetime import date

import pytest

from gongxin.queries import figure

ON = date(2026, 5, 6)


@pytest.fixture(autouse=True)
def fresh():
    figure.forget()
    yield
    figure.forget()


def test_only_what_the_public_sees_is_counted_as_shown(recorded):
    recorded({"content": {"CF_WSH": "1号"}}, {"content": {"CF_WSH": "2号"}, "tier": "minor"})
    found = figure.figures(ON)

    assert (found.entries, found.shown) == (2, 1)
    assert [(one.item, one.shown) for one in found.by_item] == [("administrative_penalty", 1)]


def test_figures_of_another_day_are_counted_anew(recorded):
    recorded({"content": {"CF_WSH": "1号"}})

    assert figure.figures(ON).shown == 1
    assert figure.figures(date(2028, 1, 1)).shown == 0
