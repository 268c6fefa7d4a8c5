"""The power list: what each unit may decide, so that the platform knows which records to expect of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article


@dataclass(frozen=True, slots=True)
class Power:
    """One administrative power of one unit; its decisions become records of `item`.

    `unit` is the unit's unified social credit code, `until` the last day on which the unit has the power.
    """

    code: str
    name: Label
    unit: str
    item: str
    basis: Article
    from_: date
    until: date | None = None

    def is_held(self, on: date) -> bool:
        return self.from_ <= on and (self.until is None or on <= self.until)


def expected_items(powers: Iterable[Power], unit: str, *, on: date) -> tuple[str, ...]:
    """Return the items of which a unit may have decided something on a day, in the order of its list."""
    held = (power.item for power in powers if power.unit == unit and power.is_held(on))
    return tuple(dict.fromkeys(held))
