"""Why a record is shown for as long as it is, and where today stands in that time."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.item import Item
from gongxin.catalogue.publicity import PublicityKind
from gongxin.disclosure.window import longest, shortest
from gongxin.law.citation import Article
from gongxin.law.parameter import ParameterNotInForce, Value, load_parameters
from gongxin.queries.shown_entry import ShownEntry

LEFT, RIGHT = 8, 592


@dataclass(frozen=True, slots=True)
class WindowReason:
    """The rule a window follows; `shortest` and `longest` where the law counts in months."""

    kind: PublicityKind
    basis: Article
    tier: str | None
    longest: Value | None
    shortest: Value | None


def window_reason(item: Item, entry: ShownEntry) -> WindowReason:
    """Return the rule of the item's publicity as it stood on the decision date."""
    most, least = _parameters(item, entry)
    return WindowReason(
        kind=item.publicity.kind,
        basis=most.basis if most else item.publicity.basis,
        tier=entry.tier,
        longest=most,
        shortest=least,
    )


def _parameters(item: Item, entry: ShownEntry) -> tuple[Value | None, Value | None]:
    if item.publicity.kind is PublicityKind.MONTHS and item.publicity.parameter:
        return _value(item.publicity.parameter, entry.decided_on), None
    if item.publicity.kind is PublicityKind.TIER and entry.tier:
        tier = Tier(entry.tier)
        return _value(longest(tier), entry.decided_on), _value(shortest(tier), entry.decided_on)
    return None, None


def _value(key: str, on: date | None) -> Value | None:
    try:
        return load_parameters(*settings.GONGXIN_CITY_FOLDERS)[key].on(on) if on else None
    except ParameterNotInForce:
        return None


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the strip; `x` in the strip's own units."""

    x: float
    on: date


@dataclass(frozen=True, slots=True)
class Strip:
    """A picture of a window with an end: from when to when, since when repairable, and today."""

    start: Mark
    end: Mark
    today: Mark
    repairable: Mark | None

    @property
    def width(self) -> float:
        return round(self.end.x - self.start.x, 1)

    @property
    def repairable_width(self) -> float:
        return round(self.end.x - self.repairable.x, 1) if self.repairable else 0


def strip(entry: ShownEntry, on: date) -> Strip | None:
    """Return the picture of the window, or None where it has no end to draw."""
    if entry.shown_from is None or entry.shown_until is None:
        return None
    start, days = (
        entry.shown_from,
        (entry.shown_until - entry.shown_from).days + 1,
    )  # the last day is shown too

    def mark(day: date) -> Mark:
        share = min(max((day - start).days / days, 0), 1)
        return Mark(round(LEFT + share * (RIGHT - LEFT), 1), day)

    repairable = entry.repairable_on
    is_inside = repairable is not None and start < repairable < entry.shown_until
    return Strip(
        start=mark(start),
        end=Mark(RIGHT, entry.shown_until),
        today=mark(on),
        repairable=mark(repairable) if repairable and is_inside else None,
    )
