"""From looks in the log to alarms, by the numbers of a city."""

import pytest
from django.utils.timezone import localdate

from gongxin.actions.look import Look, note
from gongxin.queries.alarm import page, seen_on, usual_before
from gongxin.reports.alarm import raise_for

MARKET = "11310000000000035N"


@pytest.fixture
def strict_city(tmp_path, settings):
    (tmp_path / "law" / "parameters").mkdir(parents=True)
    (tmp_path / "law" / "parameters" / "alarm.toml").write_text(
        "[one_organisation_a_month]\n"
        'label = { zh = "上限", en = "Most" }\nunit = "times"\nchecked_on = 2026-05-01\n'
        "[[one_organisation_a_month.values]]\n"
        'from = 2026-01-01\nvalue = 2\nbasis = { instrument = "SH", number = "34" }\n',
        "utf-8",
    )
    settings.GONGXIN_CITY_FOLDERS = (tmp_path,)


def look_at(*codes):
    note(
        [
            Look(
                uscc=uscc, unit=MARKET, by="clerk", channel="page", matter="bidding", purpose="评标",
                case_number="1", items=[], edition="2026-1", found=0, answer="ab",
            )
            for uscc in codes
        ]
    )  # fmt: skip


@pytest.mark.django_db
def test_the_same_organisation_three_times_raises_one_alarm(strict_city):
    look_at("91310000MA0000015F", "91310114MA1GT00019")
    look_at("91310000MA0000015F", "91310000MA0000015F")

    assert raise_for(localdate()) == 1
    assert raise_for(localdate()) == 0
    (alarm,) = page()
    assert (alarm.subject, alarm.looks, alarm.limit, alarm.account) == ("91310000MA0000015F", 3, 2, "clerk")


@pytest.mark.django_db
def test_without_numbers_of_the_city_nothing_is_raised():
    look_at(*["91310000MA0000015F"] * 50)

    assert raise_for(localdate()) == 0


@pytest.mark.django_db
def test_the_looks_of_a_day_are_those_between_its_midnights():
    look_at("91310000MA0000015F")

    assert len(seen_on(localdate())) == 1
    assert seen_on(localdate().replace(year=2020)) == ()
    assert usual_before(localdate()).looks == {}
