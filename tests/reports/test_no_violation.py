"""Statements in place of certificates: what was found, and what finding nothing is worth."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.reports.area import UnknownArea
from gongxin.reports.credit_report import gather
from gongxin.reports.no_violation import Finding, statements
from gongxin.reports.report_order import PeriodMissing, ReportKind, ReportOrder
from gongxin.store.models import ZeroReport

BIRCH, CEDAR = "91310114MA1GT00019", "92310114MA1GT001XX"
MARKET = "11310000000000035N"


def said(uscc: str = BIRCH, days: int = 1000, areas: tuple[str, ...] = (), until: int = 0) -> dict[str, dict]:
    on = localdate()
    period = (on - timedelta(days=days), on - timedelta(days=until))
    order = ReportOrder(uscc, ReportKind.NO_VIOLATION, "zh", on, period=period, areas=areas)
    return {one["area"]: one for one in statements(order, gather(order))}


def test_what_was_decided_in_the_period_is_listed_under_the_area_of_the_authority(published):
    whole, month = said()["market_supervision"], said(days=35)["market_supervision"]

    assert (whole["finding"], len(whole["entries"])) == (Finding.FOUND, 4)
    assert (month["finding"], len(month["entries"])) == (Finding.FOUND, 2)


def test_a_minor_penalty_that_the_public_never_sees_is_not_left_out(published):
    assert "minor" in {one["tier"] for one in said()["market_supervision"]["entries"]}


def test_nothing_found_names_the_units_that_sent_what_was_looked_through(published):
    found = said(CEDAR)["market_supervision"]

    assert found["finding"] == Finding.NONE_FOUND
    assert [unit["unit"] for unit in found["units"]] == [MARKET]
    assert found["units"][0]["rows"] > 0
    assert found["units"][0]["last_on"] == str(localdate())


def test_where_no_unit_sent_anything_nothing_is_concluded(published):
    found = said(CEDAR)

    silent = {code for code, one in found.items() if one["finding"] == Finding.NOT_SUPPLIED}
    assert {"fire", "environment", "customs"} <= silent
    assert all(found[code]["units"] == [] for code in silent)


def test_a_unit_that_says_it_had_nothing_to_send_has_sent(published, db):
    assert said(CEDAR)["fire"]["finding"] == Finding.NOT_SUPPLIED
    from gongxin.actions import unit

    brigade = unit.add("11310000000000043H", "示范市消防救援支队")
    ZeroReport.objects.create(
        unit=brigade,
        item="administrative_penalty",
        period=date(2026, 10, 1),
        said_by="x",
        said_at=datetime.now(UTC),
    )

    found = said(CEDAR)["fire"]

    assert (found["finding"], found["units"][0]["rows"]) == (Finding.NONE_FOUND, 0)


def test_a_decision_outside_the_period_is_not_spoken_of(published):
    found = said(days=10, until=5)["market_supervision"]

    assert found["entries"] == []


def test_only_the_areas_asked_for_are_spoken_of_and_odd_ones_are_refused(published):
    assert list(said(areas=("fire", "taxation"))) == ["taxation", "fire"]
    with pytest.raises(UnknownArea):
        said(areas=("weather",))
    with pytest.raises(PeriodMissing):
        said(days=1, until=2)
