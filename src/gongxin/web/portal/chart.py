"""Charts as numbers: where each bar begins and ends. A template draws them as SVG."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from gongxin.catalogue.item import Category
from gongxin.queries.figure import Figures
from gongxin.queries.item import item_of
from gongxin.web.shared.templatetags.catalogue_words import CATEGORIES

ROW, BAR = 28, 14
SMALLEST = 2  # a bar that stands for something can be seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart, in the chart's own units."""

    label: Promise | str
    count: int
    x: int
    y: int
    width: float
    height: int = BAR

    @property
    def middle(self) -> int:
        return self.y + BAR - 3

    @property
    def value_x(self) -> float:
        return self.x + self.width + 8


@dataclass(frozen=True, slots=True)
class Bars:
    rows: tuple[Bar, ...]
    width: int

    @property
    def height(self) -> int:
        return ROW * len(self.rows)


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide the chart is, and how much of it labels and numbers take."""

    label: int
    value: int
    whole: int


def bars(counts: Sequence[tuple[Promise | str, int]], layout: Layout) -> Bars:
    """Return a bar for each label, the longest as long as there is room for."""
    most = max((count for _, count in counts), default=0) or 1
    room = layout.whole - layout.label - layout.value
    return Bars(
        tuple(
            Bar(label, count, layout.label, place * ROW + (ROW - BAR) // 2, _width(count, most, room))
            for place, (label, count) in enumerate(counts)
        ),
        layout.whole,
    )


def by_category(figures: Figures, on: date) -> Bars:
    """Return how many records of each category the public sees, as a chart."""
    counts: Counter[Category] = Counter()
    for part in figures.by_item:
        if item := item_of(part.item, on):
            counts[item.category] += part.shown
    named = [(label, counts[category]) for category, label in CATEGORIES.items()]
    return bars(named, Layout(label=76, value=48, whole=256))


def _width(count: int, most: int, room: int) -> float:
    return max(round(room * count / most, 1), SMALLEST) if count else 0
