"""The results of a draw as numbers of a bar chart; a template draws them."""

from gongxin.queries.draw import Progress
from gongxin.web.portal.chart import Bars, Layout, bars


def result_bars(progress: Progress) -> Bars:
    """Return a bar for every result code that came up, the most first."""
    counted = sorted(progress.results.items(), key=lambda one: (-one[1], one[0]))
    return bars(counted, Layout(label=190, value=60, whole=560))
