"""The numbered calendar gives the same answers as counting, in numpy and in SQL."""

from datetime import date, timedelta

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import due, working_days_between
from gongxin.law.ordinal import (
    FIRST,
    LAST,
    DayOutOfCalendar,
    between_sql,
    due_many,
    due_sql,
    ordinals,
    working_days_between_many,
)

CALENDAR = WorkingCalendar.published()
DAYS = st.dates(date(2004, 1, 1), date(2029, 12, 31))


def column(days):
    return np.array(days, dtype="datetime64[D]")


@given(st.lists(DAYS, min_size=1, max_size=30), st.integers(1, 30))
def test_terms_in_bulk_end_when_each_of_them_ends(starts, n):
    assert due_many(column(starts), n, CALENDAR).tolist() == [due(s, n, CALENDAR).due_on for s in starts]


@given(st.lists(st.tuples(DAYS, st.integers(-200, 400)), min_size=1, max_size=20))
def test_working_days_in_bulk_are_those_counted_one_by_one(spans):
    starts = [start for start, _ in spans]
    ends = [start + timedelta(days=days) for start, days in spans]

    counts = working_days_between_many(column(starts), column(ends), CALENDAR).tolist()

    assert counts == [working_days_between(s, e, CALENDAR) for s, e in zip(starts, ends, strict=True)]


def test_every_day_of_2016_to_2027_has_the_deadline_that_counting_gives():
    starts = [date(2016, 1, 1) + timedelta(days=n) for n in range(12 * 365 + 3)]

    for n in (2, 3, 5, 7, 10):
        assert due_many(column(starts), n, CALENDAR).tolist() == [due(s, n, CALENDAR).due_on for s in starts]


def test_a_city_calendar_is_numbered_for_itself(tmp_path):
    folder = tmp_path / "law" / "holidays"
    folder.mkdir(parents=True)
    (folder / "fair.toml").write_text(
        'source = "市政府"\nchecked_on = 2026-11-01\n[[days]]\ndate = 2026-11-05\nworks = false\n'
        'name = { zh = "进博会", en = "Fair" }\n',
        "utf-8",
    )
    city = WorkingCalendar.published(tmp_path)

    assert due_many(column([date(2026, 11, 4)]), 1, city).tolist() == [date(2026, 11, 6)]
    assert due_many(column([date(2026, 11, 4)]), 1, CALENDAR).tolist() == [date(2026, 11, 5)]


def test_sql_over_the_numbered_days_gives_the_same():
    connection = duckdb.connect()
    connection.execute("CREATE TABLE working_days (day DATE, ordinal BIGINT)")
    table = ordinals(CALENDAR, date(2025, 1, 1), date(2027, 12, 31))
    connection.executemany("INSERT INTO working_days VALUES (?, ?)", table)
    connection.execute(
        "CREATE TABLE batch AS "
        "SELECT DATE '2025-06-01' + n::INT AS decided_on, DATE '2026-11-22' AS received_on "
        "FROM range(730) days (n)"
    )

    counted_sql, due_on_sql = between_sql("decided_on", "received_on"), due_sql("decided_on", 7)

    rows = connection.execute(f"SELECT decided_on, {counted_sql}, {due_on_sql} FROM batch").fetchall()

    assert len(rows) == 730
    for decided_on, counted, due_on in rows:
        assert counted == working_days_between(decided_on, date(2026, 11, 22), CALENDAR)
        assert due_on == due(decided_on, 7, CALENDAR).due_on


def test_a_day_outside_the_calendar_is_refused():
    for day in (FIRST - timedelta(days=1), LAST + timedelta(days=1)):
        with pytest.raises(DayOutOfCalendar):
            due_many(column([day]), 1, CALENDAR)
    with pytest.raises(DayOutOfCalendar):
        due_many(column([LAST]), 1, CALENDAR)


def test_nothing_in_gives_nothing_out():
    assert due_many(column([]), 7, CALENDAR).tolist() == []
