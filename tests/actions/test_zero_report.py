"""A unit says that it had nothing to send."""

from datetime import date

import pytest

from gongxin.actions.zero_report import RowsWereSent, report_zero
from gongxin.intake.reporting import NoSuchPeriod
from gongxin.store.models import ZeroReport

UNIT, PENALTY = "11310000000000035N", "administrative_penalty"
ON = date(2026, 6, 20)


def test_said_twice_it_is_noted_once(db):
    for _ in range(2):
        assert report_zero(UNIT, PENALTY, date(2026, 5, 1), by="li", on=ON).last == date(2026, 5, 31)

    assert [(one.item, one.period) for one in ZeroReport.objects.all()] == [(PENALTY, date(2026, 5, 1))]


def test_a_period_with_rows_is_none_without(recorded):
    recorded({"content": {"CF_WSH": "1号"}, "decided_on": date(2026, 5, 31)})

    with pytest.raises(RowsWereSent, match="2026-05-01"):
        report_zero(UNIT, PENALTY, date(2026, 5, 1), by="li", on=ON)
    assert report_zero(UNIT, PENALTY, date(2026, 4, 1), by="li", on=ON)


@pytest.mark.parametrize("first", [date(2026, 6, 1), date(2026, 5, 2)])
def test_only_a_whole_period_that_is_over_can_be_named(db, first):
    with pytest.raises(NoSuchPeriod):
        report_zero(UNIT, PENALTY, first, by="li", on=ON)
