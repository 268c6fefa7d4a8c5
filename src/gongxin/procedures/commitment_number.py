"""The number of a commitment: the division of the accepting unit, the day, a serial (6 + 8 + 6 digits)."""

from datetime import date

LAST = 999_999
DIVISION = slice(2, 8)  # of a unified social credit code


class NumbersUsedUp(Exception):
    """A division has no number left on a day."""

    def __init__(self, division: str, on: date) -> None:
        super().__init__(
            f"{division} 在 {on} 的承诺编码已用完（每日 {LAST} 个），请明日再办。"
            f" / Division {division} has used all {LAST} numbers of {on}; go on tomorrow."
        )


def division_of(unit: str) -> str:
    """Return the division in the code of a unit."""
    return unit[DIVISION]


def number_of(division: str, on: date, serial: int) -> str:
    """Return the number.

    Raises:
        NumbersUsedUp: the serial has more than six digits.
    """
    if serial > LAST:
        raise NumbersUsedUp(division, on)
    return f"{division}{on:%Y%m%d}{serial:06}"
