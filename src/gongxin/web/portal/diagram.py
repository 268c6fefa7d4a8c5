"""A procedure as a picture: its states from top to bottom, its steps as numbered arcs."""

from dataclasses import dataclass

from gongxin.catalogue.label import Label
from gongxin.procedures.procedure import START, Procedure

ROW, BOX, MIDDLE, WIDTH, HALF = 54, 30, 150, 420, 80
FIRST, FARTHER = 34, 22  # how far an arc reaches from its boxes: over one row, and more for each further row
BEGINNING = Label("提出之前", "Before it is filed")


@dataclass(frozen=True, slots=True)
class Box:
    """A state; `is_end` where nothing follows."""

    label: Label
    y: int
    is_end: bool

    x: int = MIDDLE - HALF
    width: int = 2 * HALF
    height: int = BOX

    @property
    def text_y(self) -> int:
        return self.y + BOX // 2 + 5


@dataclass(frozen=True, slots=True)
class Arc:
    """A step from one box to another: forwards on the right, backwards on the left."""

    number: int
    path: str
    number_x: int
    number_y: int


@dataclass(frozen=True, slots=True)
class Diagram:
    boxes: tuple[Box, ...]
    arcs: tuple[Arc, ...]
    height: int
    width: int = WIDTH
    middle: int = MIDDLE


def diagram(procedure: Procedure) -> Diagram:
    """Return the picture; arcs have the numbers of the steps in the table, from 1."""
    places = {state: row for row, state in enumerate((START, *procedure.states))}
    boxes = tuple(
        Box(procedure.states.get(state, BEGINNING), row * ROW + 8, procedure.is_final(state))
        for state, row in places.items()
    )
    ways = dict.fromkeys(
        (number, places[state], places[step.to])
        for number, step in enumerate(procedure.steps, 1)
        for state in sorted(step.from_, key=lambda one: places[one])
        if state != step.to
    )
    reach = Reach()
    arcs = tuple(_arc(number, start, end, reach) for number, start, end in ways)
    return Diagram(boxes, arcs, ROW * len(places) + 8)


class Reach:
    """Which room beside the boxes is taken, so that no two arcs lie on each other."""

    def __init__(self) -> None:
        self._taken: dict[tuple[bool, int], list[range]] = {}

    def take(self, start: int, end: int) -> int:
        """Return how many lanes out an arc between two rows runs."""
        rows, lane = range(min(start, end), max(start, end)), 0
        while any(set(rows) & set(other) for other in self._taken.setdefault((start < end, lane), [])):
            lane += 1
        self._taken[start < end, lane].append(rows)
        return lane


def _arc(number: int, start: int, end: int, reach: Reach) -> Arc:
    side = 1 if start < end else -1
    room = (WIDTH - MIDDLE if side > 0 else MIDDLE) - HALF
    out = min(FIRST + FARTHER * reach.take(start, end), room * 4 // 3 - 14)
    edge = MIDDLE + side * HALF
    far = edge + side * out
    # A little apart, so that arcs that come and arcs that go do not meet at one point.
    from_y, to_y = start * ROW + 8 + BOX * 2 // 3, end * ROW + 8 + BOX // 3
    if side < 0:
        from_y, to_y = start * ROW + 8 + BOX // 3, end * ROW + 8 + BOX * 2 // 3
    path = f"M{edge} {from_y} C{far} {from_y} {far} {to_y} {edge + side * 5} {to_y}"
    return Arc(number, path, edge + side * out * 3 // 4, (from_y + to_y) // 2 + 4)
