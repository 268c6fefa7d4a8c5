"""Charts as numbers: where each bar begins and ends. A template draws them as SVG."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from gongxin.catalogue.item import Category
from gongxin.queries.figure import Figures
from gongxin.queries.item import item_of
from gongxin.web.shared.templatetags.catalogue_words import CATEGORIES

LABEL_WIDTH, VALUE_WIDTH, WIDTH = 76, 48, 256
ROW, BAR = 28, 14
SMALLEST = 2  # a bar that stands for something can be seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart, in the chart's own units."""

    label: Promise
    count: int
    y: int
    width: float
    height: int = BAR

    @property
    def x(self) -> int:
        return LABEL_WIDTH

    @property
    def middle(self) -> int:
        return self.y + BAR - 3

    @property
    def value_x(self) -> float:
        return self.x + self.width + 8


@dataclass(frozen=True, slots=True)
class Bars:
    rows: tuple[Bar, ...]
    width: int = WIDTH

    @property
    def height(self) -> int:
        return ROW * len(self.rows)


def by_category(figures: Figures, on: date) -> Bars:
    """Return how many records of each category the public sees, as a chart."""
    counts: Counter[Category] = Counter()
    for part in figures.by_item:
        if item := item_of(part.item, on):
            counts[item.category] += part.shown
    most = max(counts.values(), default=0) or 1
    room = WIDTH - LABEL_WIDTH - VALUE_WIDTH
    return Bars(
        tuple(
            Bar(
                label,
                counts[category],
                y=place * ROW + (ROW - BAR) // 2,
                width=_width(counts[category], most, room),
            )
            for place, (category, label) in enumerate(CATEGORIES.items())
        )
    )


def _width(count: int, most: int, room: int) -> float:
    return max(round(room * count / most, 1), SMALLEST) if count else 0
