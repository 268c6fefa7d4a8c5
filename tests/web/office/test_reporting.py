"""What units owe, in the browser."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.store.models import ZeroReport

MARKET = "11310000000000035N"


@pytest.fixture
def sent(people, recorded):
    """The market bureau sent penalties of half a year ago, and nothing since."""
    day = localdate() - timedelta(days=180)
    recorded({"content": {"CF_WSH": "1号"}, "decided_on": day}, unit=MARKET)
    return day


def last_month():
    return (localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


def test_a_unit_sees_what_it_owes(signed_in, sent):
    page = signed_in("alice").get("/office/reporting/").content.decode()

    assert "漏报" in page
    assert "/office/reporting/zero/" in page
    assert "/office/reporting/zero/" not in signed_in("bob").get("/office/reporting/").content.decode()


def test_a_zero_report_settles_a_period(signed_in, sent):
    asked = {"item": "administrative_penalty", "period": last_month().isoformat()}
    signed_in("alice").post("/office/reporting/zero/", asked)

    assert [(one.unit, one.period, one.said_by) for one in ZeroReport.objects.all()] == [
        (MARKET, last_month(), "alice")
    ]
    assert "零报告" in signed_in("alice").get("/office/reporting/").content.decode()


@pytest.mark.parametrize(
    ("item", "period"),
    [("no_such_item", "2026-01-01"), ("honour", "soon"), ("honour", ""), ("honour", "2999-01-01")],
)
def test_a_period_or_item_that_is_none_is_refused_in_words(signed_in, sent, item, period):
    answer = signed_in("alice").post("/office/reporting/zero/", {"item": item, "period": period}, follow=True)

    assert answer.status_code == 200
    assert 'class="notice bad"' in answer.content.decode()
    assert ZeroReport.objects.count() == 0


def test_the_centre_sees_every_unit_and_takes_the_list_home(signed_in, sent):
    page = signed_in("operator").get("/office/reporting/units/?missing=1").content.decode()
    table = signed_in("operator").get("/office/reporting/units.csv?missing=1").content.decode()

    assert "示范市市场监督管理局" in page
    assert "漏报" in table
    assert len(table.splitlines()) > 4
    assert (
        "示范市市场监督管理局"
        not in (
            signed_in("operator")
            .get("/office/reporting/units/?unit=11310114000000000J")
            .content.decode()
            .partition("<tbody")[2]
        )
    )
