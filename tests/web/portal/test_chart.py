"""Charts say what they show: lengths in proportion, nothing invisible that is not nothing."""

from datetime import date

from gongxin.queries.figure import Figures, ItemFigure
from gongxin.web.portal.chart import SMALLEST, by_category

ON = date(2026, 11, 24)


def bars(**shown):
    by_item = tuple(ItemFigure(item, count, 0) for item, count in shown.items())
    figures = Figures(0, 0, 0, sum(shown.values()), 0, by_item, None)
    return {bar.label: bar for bar in by_category(figures, ON).rows}


def test_lengths_are_in_proportion():
    drawn = bars(administrative_penalty=100, administrative_licence=200)

    assert drawn["其他信息"].width == 2 * drawn["失信信息"].width


def test_a_single_record_among_many_can_be_seen():
    assert bars(administrative_penalty=1, administrative_licence=1_000_000)["失信信息"].width == SMALLEST


def test_nothing_has_no_bar_and_every_category_its_row():
    drawn = bars()

    assert [bar.width for bar in drawn.values()] == [0, 0, 0, 0]


def test_an_item_that_the_catalogue_no_longer_has_is_left_out():
    assert sum(bar.count for bar in bars(gone=5, administrative_penalty=2).values()) == 2
