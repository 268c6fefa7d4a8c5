"""What an indicator comes to for one unit and item."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """`part` of `whole`; `unit` and `item` are empty where the indicator does not tell them apart."""

    unit: str
    item: str
    part: int
    whole: int

    @property
    def rate(self) -> Decimal:
        """Part by whole, to four places, cut and not rounded: 99.999 % is not all."""
        return Decimal(self.part * 10_000 // self.whole) * PLACES


def total(figures: Iterable[Figure]) -> Figure | None:
    """Return all of them together; None where there is none."""
    held = list(figures)
    return Figure("", "", sum(one.part for one in held), sum(one.whole for one in held)) if held else None
