"""The results of a draw as numbers of a bar chart; a template draws them."""

from dataclasses import dataclass

from gongxin.queries.draw import Progress

LABEL_WIDTH, VALUE_WIDTH, WIDTH = 190, 60, 560
ROW, BAR = 28, 14
SMALLEST = 2  # a bar that stands for something can be seen


@dataclass(frozen=True, slots=True)
class ResultBar:
    """One of the six codes, with how many tasks ended so."""

    code: str
    count: int
    y: int
    width: float
    x: int = LABEL_WIDTH
    height: int = BAR

    @property
    def middle(self) -> int:
        return self.y + BAR - 3

    @property
    def value_x(self) -> float:
        return self.x + self.width + 8


@dataclass(frozen=True, slots=True)
class ResultBars:
    rows: tuple[ResultBar, ...]
    width: int = WIDTH

    @property
    def height(self) -> int:
        return ROW * len(self.rows)


def bars(progress: Progress) -> ResultBars:
    """Return a bar for every code that came up, the most first."""
    most = max(progress.results.values(), default=0) or 1
    room = WIDTH - LABEL_WIDTH - VALUE_WIDTH
    counted = sorted(progress.results.items(), key=lambda one: (-one[1], one[0]))
    return ResultBars(
        tuple(
            ResultBar(
                code, count, place * ROW + (ROW - BAR) // 2, max(round(room * count / most, 1), SMALLEST)
            )
            for place, (code, count) in enumerate(counted)
        )
    )
