"""A rate is cut and not rounded, so that only all is a hundred per cent."""

from decimal import Decimal

from gongxin.oversight.figure import Figure, total


def test_one_row_missing_of_many_is_not_all():
    assert Figure("", "", 99_999, 100_000).rate == Decimal("0.9999")
    assert Figure("", "", 100_000, 100_000).rate == 1


def test_the_total_weighs_by_rows_and_is_nothing_of_nothing():
    assert total([Figure("a", "", 1, 1), Figure("b", "", 0, 3)]) == Figure("", "", 1, 4)
    assert total([]) is None
