"""Numbers: division, day, serial."""

from datetime import date

import pytest

from gongxin.procedures.commitment_number import NumbersUsedUp, division_of, number_of

ON = date(2026, 5, 12)


def test_a_number_is_division_day_and_serial_in_twenty_digits():
    assert number_of(division_of("11310000000000035N"), ON, 1) == "31000020260512000001"


def test_the_last_number_of_a_day_is_followed_by_a_refusal():
    assert number_of("310000", ON, 999_999) == "31000020260512999999"
    with pytest.raises(NumbersUsedUp, match="999999"):
        number_of("310000", ON, 1_000_000)
