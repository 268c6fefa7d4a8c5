"""Numbers of commitments, given out once each: for those signed here and for units' own systems."""

from datetime import date

from django.db import connection

from gongxin.procedures.commitment_number import number_of

MOST = 1_000  # at once


def next_numbers(division: str, *, count: int, on: date) -> list[str]:
    """Return numbers of a division that no commitment has; one that is not used is never given again.

    Raises:
        NumbersUsedUp: the division has no more on this day.
    """
    assert 1 <= count <= MOST
    found: list[str] = []
    while len(found) < count:
        found += _unused(_drawn(division, count - len(found), on))
    return found


def _drawn(division: str, count: int, on: date) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO commitment_serial AS s (division, day, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (division, day) DO UPDATE SET last = s.last + excluded.last RETURNING last",
            [division, on, count],
        )
        (last,) = cursor.fetchone()
    return [number_of(division, on, serial) for serial in range(last - count + 1, last + 1)]


def _unused(numbers: list[str]) -> list[str]:
    """Leave out what a unit's own system has used without asking."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM commitment WHERE number = ANY(%s)", [numbers])
        used = {number for (number,) in cursor.fetchall()}
    return [number for number in numbers if number not in used]
