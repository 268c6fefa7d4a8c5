"""How a campaign went as a chart: told, reported and left, day by day, under the line of the goal."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongxin.law.label import Label
from gongxin.queries.campaign import CampaignFacts, DayOfCampaign

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 120, 32, 28
LABEL = 15
GOAL = Label("目标", "Goal")
TOLD, REPORTED, EXITED = Label("已告知", "Told"), Label("已报告整改", "Reported"), Label("已退出", "Left")
READS: Sequence[tuple[Label, str, Callable[[DayOfCampaign], int]]] = (
    (TOLD, "told", lambda day: day.told),
    (REPORTED, "reported", lambda day: day.reported),
    (EXITED, "exited", lambda day: day.exited),
)
COLOURS = {"told": "#9aa7b5", "reported": "#c98a2b", "exited": "#0f6b82"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line in steps; `points` as SVG wants them, the label at its height on the right."""

    name: Label
    code: str
    points: str
    label_y: float
    value: int


@dataclass(frozen=True, slots=True)
class CampaignChart:
    """The lines, the goal's height, and the days at both ends."""

    lines: tuple[Line, ...]
    goal: int
    goal_y: float
    from_on: date
    until_on: date
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


def chart(campaign: CampaignFacts, days: Sequence[DayOfCampaign], goal: int, *, on: date) -> CampaignChart:
    """Return the chart from the first day of the campaign to its last, with lines up to a day."""
    first, last = campaign.from_on, max([campaign.until_on, *(day.on for day in days)])
    span, most = max((last - first).days, 1), max([goal, 1, *(day.told for day in days)])

    def x(on: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * min(max((on - first).days, 0) / span, 1), 1)

    def y(count: int) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / most, 1)

    lines: list[Line] = []
    for name, code, read in READS:
        points, height, value = [(x(first), y(0))], y(0), 0
        for day in days:
            value = read(day)
            points += [(x(day.on), height), (x(day.on), y(value))]
            height = y(value)
        points.append((x(min(campaign.closed_on or on, last)), height))
        lines.append(Line(name, code, " ".join(f"{a},{b}" for a, b in points), height + 4, value))
    return CampaignChart(tuple(_apart(lines)), goal, y(goal), first, last)


def _apart(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with their labels far enough from each other, the lowest where it belongs."""
    below: float = HEIGHT - BOTTOM + 4 + LABEL
    placed: list[Line] = []
    for line in reversed(lines):
        below = min(line.label_y, below - LABEL)
        placed.append(replace(line, label_y=below))
    yield from reversed(placed)


def as_svg(drawn: CampaignChart, language: str) -> str:
    """Return the chart as a picture of its own, for paper."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width} {drawn.height}">',
        '<g font-family="Noto Sans CJK SC" font-size="11" fill="#1a2433">',
        f'<line x1="{drawn.left}" y1="{drawn.base}" x2="{drawn.right}" y2="{drawn.base}" stroke="#8b95a3"/>',
        f'<line x1="{drawn.left}" y1="{drawn.goal_y}" x2="{drawn.right}" y2="{drawn.goal_y}" stroke="#9b1c1c"'
        ' stroke-dasharray="5 4"/>',
        f'<text x="{drawn.left - 6}" y="{drawn.goal_y + 4}" text-anchor="end">{drawn.goal}</text>',
        f'<text x="{drawn.left - 6}" y="{drawn.base + 4}" text-anchor="end">0</text>',
        f'<text x="{drawn.left}" y="{drawn.height - 6}">{drawn.from_on}</text>',
        f'<text x="{drawn.right}" y="{drawn.height - 6}" text-anchor="end">{drawn.until_on}</text>',
    ]
    for line in drawn.lines:
        colour = COLOURS[line.code]
        parts.append(f'<polyline points="{line.points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{drawn.right + 8}" y="{line.label_y}" fill="{colour}">{line.name.text(language)}'
            f" {line.value}</text>"
        )
    return "".join([*parts, "</g></svg>"])
