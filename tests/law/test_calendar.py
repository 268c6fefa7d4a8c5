"""The working-day calendar, against a table that others made."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from gongxin.law.calendar import Reason, WorkingCalendar
from gongxin.law.holiday_notice import announced
from gongxin.law.reading import InvalidLaw

TABLE = Path(__file__).parents[2] / ".." / "shared" / "data" / "holidays_cn_2018_2026.csv"
CALENDAR = WorkingCalendar.published()


def days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def independent_table():
    if not TABLE.exists():
        pytest.skip("the table of holidays is not beside this checkout")
    with TABLE.open(encoding="utf-8") as file:
        return {date.fromisoformat(row["date"]): row["is_off_day"] == "1" for row in csv.DictReader(file)}


def test_every_day_of_2018_to_2026_is_what_an_independent_table_says():
    off = independent_table()

    wrong = [
        day
        for day in days(date(2018, 1, 1), date(2026, 12, 31))
        if CALENDAR.is_working_day(day) is off.get(day, day.weekday() >= 5)
    ]

    assert wrong == []


@pytest.mark.parametrize("day", days(date(2016, 1, 1), date(2027, 12, 31))[::31])
def test_a_day_works_if_and_only_if_its_reason_says_so(day):
    kind = CALENDAR.day(day)

    assert kind.works is CALENDAR.is_working_day(day)
    assert kind.works is (kind.reason in (Reason.WORKING, Reason.MAKE_UP))


def test_make_up_days_are_weekend_days_and_holidays_have_names():
    for day in days(date(2016, 1, 1), date(2027, 12, 31)):
        kind = CALENDAR.day(day)
        assert (kind.reason is not Reason.MAKE_UP) or day.weekday() >= 5, day
        assert (kind.reason is not Reason.WEEKEND) or day.weekday() >= 5, day
        assert (kind.holiday is None) is (kind.reason in (Reason.WORKING, Reason.WEEKEND)), day


@pytest.mark.parametrize("year", range(2016, 2028))
def test_a_year_has_between_244_and_254_working_days(year):
    worked = sum(map(CALENDAR.is_working_day, days(date(year, 1, 1), date(year, 12, 31))))

    assert 244 <= worked <= 254


@pytest.mark.parametrize("year", range(2016, 2027))
def test_new_year_labour_day_and_national_day_are_off_in_every_year(year):
    for month, day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)):
        assert CALENDAR.day(date(year, month, day)).reason is Reason.HOLIDAY


def test_2026_has_248_working_days():
    assert sum(map(CALENDAR.is_working_day, days(date(2026, 1, 1), date(2026, 12, 31)))) == 248


def test_only_published_years_are_settled():
    assert not any(CALENDAR.is_provisional(year) for year in range(2004, 2027))
    assert CALENDAR.is_provisional(2027)
    assert CALENDAR.day(date(2027, 3, 1)).provisional


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2027, 1, 1), False),
        (date(2027, 2, 5), False),
        (date(2027, 2, 9), True),
        (date(2027, 5, 2), False),
        (date(2027, 5, 3), True),
        (date(2027, 10, 3), False),
        (date(2027, 10, 4), True),
        (date(2031, 5, 1), False),
        (date(2031, 10, 2), False),
        (date(2024, 5, 6), True),
        (date(1997, 10, 2), False),
        (date(1997, 10, 3), True),
    ],
)
def test_an_unpublished_year_has_weekends_and_the_holidays_that_are_certain(day, works):
    assert CALENDAR.is_working_day(day) is works


def test_what_a_day_is_reads_as_words_in_both_languages():
    make_up = CALENDAR.day(date(2026, 10, 10))
    off = CALENDAR.day(date(2026, 9, 25))

    assert (make_up.text("zh"), make_up.text("en")) == (
        "星期六，调休上班（国庆节）",
        "Saturday, worked in exchange (National Day)",
    )
    assert (off.text("zh"), off.text("en")) == ("星期五，中秋节放假", "Friday, day off (Mid-autumn Festival)")
    assert CALENDAR.day(date(2026, 11, 22)).text("zh") == "星期日，周末"
    assert CALENDAR.day(date(2026, 11, 23)).text("en") == "Monday"


def notice(folder, text):
    path = folder / "law" / "holidays" / "2027.toml"
    path.parent.mkdir(parents=True)
    path.write_text('source = "通知"\nchecked_on = 2026-11-30\n' + text, "utf-8")
    return folder


SWAP = '[[days]]\ndate = {day}\nworks = {works}\nname = {{ zh = "元旦", en = "New Year" }}\n'


def test_a_city_day_off_lies_on_top_and_leaves_the_year_as_it_is(tmp_path):
    city = WorkingCalendar.published(notice(tmp_path, SWAP.format(day="2026-11-05", works="false")))

    assert not city.is_working_day(date(2026, 11, 5))
    assert CALENDAR.is_working_day(date(2026, 11, 5))
    assert city.is_provisional(2027)


def test_a_published_notice_settles_its_year(tmp_path):
    text = "settles = [2027]\n" + SWAP.format(day="2027-01-01", works="false")
    text += SWAP.format(day="2027-01-03", works="true")
    calendar = WorkingCalendar.published(notice(tmp_path, text))

    assert not calendar.is_provisional(2027)
    assert calendar.day(date(2027, 1, 3)).reason is Reason.MAKE_UP
    assert calendar.is_working_day(date(2027, 2, 5))  # what was only expected no longer counts


@pytest.mark.parametrize(
    "text", ["settle = [2027]\n", "[[days]]\ndate = 2027-01-01\n", "days = 3\n", "[[yearly]]\nmonth = 1\n"]
)
def test_a_notice_with_anything_odd_is_refused_by_name(tmp_path, text):
    with pytest.raises(InvalidLaw, match=r"2027\.toml"):
        announced([notice(tmp_path, text)])
