"""The bars of a draw's results: one for each code that came up, the most first, none invisible."""

from gongxin.queries.draw import Progress
from gongxin.web.portal.chart import SMALLEST
from gongxin.web.portal.draw_chart import result_bars


def test_every_result_has_a_bar_the_most_first_and_none_is_invisible():
    drawn = result_bars(Progress(1005, 1002, 0, 0, {"02": 1, "01": 1000, "03": 1}))

    assert [(bar.label, bar.count) for bar in drawn.rows] == [("01", 1000), ("02", 1), ("03", 1)]
    assert drawn.rows[0].value_x < drawn.width
    assert drawn.rows[1].width == SMALLEST
    assert len({bar.y for bar in drawn.rows}) == 3


def test_without_results_there_is_nothing_to_draw():
    assert result_bars(Progress(5, 0, 0, 0, {})).rows == ()
