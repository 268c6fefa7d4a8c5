"""The bars of a draw's results: one for each code that came up, the most first, none invisible."""

from gongxin.queries.draw import Progress
from gongxin.web.portal.draw_chart import LABEL_WIDTH, SMALLEST, VALUE_WIDTH, WIDTH, bars


def test_every_result_has_a_bar_the_most_first_and_none_is_invisible():
    drawn = bars(Progress(1005, 1002, 0, 0, {"02": 1, "01": 1000, "03": 1}))

    assert [(bar.code, bar.count) for bar in drawn.rows] == [("01", 1000), ("02", 1), ("03", 1)]
    assert drawn.rows[0].width == WIDTH - LABEL_WIDTH - VALUE_WIDTH
    assert drawn.rows[1].width == SMALLEST
    assert len({bar.y for bar in drawn.rows}) == 3


def test_without_results_there_is_nothing_to_draw():
    assert bars(Progress(5, 0, 0, 0, {})).rows == ()
