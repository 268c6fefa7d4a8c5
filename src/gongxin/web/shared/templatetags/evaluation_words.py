"""What pages say of evaluations: grades, parts of a model, groups of organisations; and their charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.evaluation.grade import Grade
from gongxin.evaluation.indicator import Gauge, Indicator, Veto
from gongxin.evaluation.model import Model
from gongxin.evaluation.movement import Group
from gongxin.evaluation.naming import DIRECTIONS, GROUPS, value_label
from gongxin.evaluation.trial import Share, Shift
from gongxin.queries.evaluation import Point
from gongxin.web.shared.templatetags.wording import plain

register = template.Library()

WIDTH = 600  # of every chart, in its own units
MEASURES: dict[Gauge, str | Promise] = {
    Gauge.COUNT: _("件数"),
    Gauge.SUM: _("合计"),
    Gauge.MAXIMUM: _("最大值"),
    Gauge.EXISTENCE: _("有无"),
    Gauge.DAYS_SINCE: _("距今天数"),
}
BADGES = {Grade.EXCELLENT: "good", Grade.GOOD: "accent", Grade.FAIR: "warn", Grade.POOR: "bad"}


@register.filter
def grade_name(grade: str | None) -> str:
    """Return the name of a grade; none where an edition does not evaluate."""
    return plain(Grade(grade).label) if grade else "—"


@register.filter
def grade_badge(grade: str) -> str:
    return f"badge {BADGES[Grade(grade)]}"


@register.filter
def direction_name(direction: str) -> str:
    return plain(DIRECTIONS[direction])


@register.filter
def group_name(group: str) -> str:
    return plain(GROUPS[Group(group)])


@register.filter
def measure_name(measure: Gauge) -> str | Promise:
    return MEASURES[measure]


@register.filter
def part_name(model: Model, code: str) -> str:
    return plain(model.part(code).name)


@register.filter
def signed(points: Decimal) -> str:
    """Return points with their sign: +5, −8.5."""
    return f"{points.normalize():+f}".replace("-", "−")


@register.filter
def share_percent(share: Decimal) -> str:
    """Return a share as people write it: 0.8 as 80%, 0.125 as 12.5%."""
    return f"{(100 * share).quantize(Decimal('0.1')).normalize():f}%"


@register.filter
def is_veto(part: Indicator | Veto) -> bool:
    return isinstance(part, Veto)


@register.simple_tag
def value_name(group: str, value: str) -> str:
    """Return what a value of a group is called."""
    return plain(value_label(Group(group), value))


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of a bar; `percent` of the whole."""

    grade: Grade
    count: int
    x: float
    width: float
    percent: float


@register.filter
def slices(shares: Iterable[Share]) -> Sequence[Slice]:
    """Return a bar of the grades, from the best to the worst, as stretches of WIDTH."""
    counts = dict.fromkeys(Grade, 0)
    for share in shares:
        counts[Grade(share.grade)] += share.organisations
    whole, x, made = sum(counts.values()) or 1, 0.0, []
    for grade, count in counts.items():
        width = round(WIDTH * count / whole, 2)
        if count:
            made.append(Slice(grade, count, round(x, 2), width, 100 * count / whole))
        x += width
    return made


@register.filter
def by_value(shares: Iterable[Share]) -> Sequence[tuple[str, tuple[Share, ...]]]:
    """Return the shares of each value of a group, in the order in which they come."""
    found: dict[str, list[Share]] = {}
    for share in shares:
        found.setdefault(share.value, []).append(share)
    return [(value, tuple(part)) for value, part in found.items()]


@register.filter
def total(shares: Iterable[Share | Shift]) -> int:
    return sum(one.organisations for one in shares)


@dataclass(frozen=True, slots=True)
class Dot:
    point: Point
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Course:
    """A score through time as a line; `bounds` are the grades' lower bounds as heights."""

    dots: tuple[Dot, ...]
    bounds: tuple[tuple[Grade, float], ...]
    height: int = 200
    width: int = WIDTH

    @property
    def line(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


TOP, BOTTOM, LEFT, RIGHT = 16, 172, 44, 570


@register.simple_tag
def course(points: Sequence[Point], model: Model) -> Course:
    """Return the results of the years as a chart, placed by their days."""
    days = [point.on.toordinal() for point in points]
    first, last = (days[0], days[-1]) if days else (0, 0)
    dots = []
    for point, day in zip(points, days, strict=True):
        x = LEFT + (RIGHT - LEFT) * ((day - first) / (last - first) if last > first else 0.5)
        anchor = "start" if day == first < last else "end" if day == last > first else "middle"
        dots.append(Dot(point, round(x, 1), _height(point.score, model), anchor))
    return Course(tuple(dots), tuple((one.grade, _height(one.at_least, model)) for one in model.bounds))


def _height(score: Decimal, model: Model) -> float:
    low, high = model.scale.lowest, model.scale.highest
    share = float((min(high, max(low, score)) - low) / (high - low))
    return round(BOTTOM - (BOTTOM - TOP) * share, 1)
