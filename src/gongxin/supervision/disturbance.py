"""The disturbance budget: how often organisations are visited in a year, by all units together (N-11)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gongxin.law.citation import Article

CAP = "supervision.visits_a_year"
BASIS = Article("GBF-2024-54")


class Placing(StrEnum):
    """What becomes of a task: a visit of its own, part of a visit that is due anyway, or none this year."""

    VISIT = "visit"
    MERGED = "merged"
    SPARED = "spared"


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits to an organisation in a year: how many count, and those still to come by their last day."""

    counted: int = 0
    open: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the task about an organisation went; `visit` is the one it was merged into."""

    uscc: str
    placing: Placing
    visit: str = ""


def placed(organisations: Iterable[str], visits: Mapping[str, Visits], cap: int | None) -> Iterator[Placed]:
    """Yield where a task about each organisation goes; nobody is spared where the city set no `cap`.

    A visit that is still to come takes the task in, the earliest first: two units go together once.
    """
    for uscc in organisations:
        known = visits.get(uscc, Visits())
        if known.open:
            first = min(known.open, key=lambda visit: (known.open[visit], visit))
            yield Placed(uscc, Placing.MERGED, first)
        elif cap is not None and known.counted >= cap:
            yield Placed(uscc, Placing.SPARED)
        else:
            yield Placed(uscc, Placing.VISIT)


def is_full(visits: Visits, cap: int | None) -> bool:
    """Whether no further visit may be planned: then the organisation is not drawn at all."""
    return cap is not None and not visits.open and visits.counted >= cap
