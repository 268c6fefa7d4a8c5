"""Terms in calendar months, as SQL and as values."""

from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.disclosure.term import FAR, LAST_DAY, add_months, end_on, end_sql, value_on, value_sql
from gongxin.law.citation import Article
from gongxin.law.label import Label
from gongxin.law.parameter import Parameter, ParameterUnset, Value

DAYS = st.dates(date(1949, 10, 1), date(2099, 12, 31))


def parameter(*values, unit="months", decision=None):
    held = tuple(Value(amount, unit, Article("SH", "27"), day, day) for day, amount in values)
    return Parameter("a.b", Label("期限", "term"), unit, date(2026, 1, 1), held, decision)


CHANGED = parameter((date(2000, 1, 1), 12), (date(2026, 4, 1), 3))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start, months, end):
    assert add_months(start, months) == end


def test_the_value_of_the_day_decides_not_the_newest():
    assert value_on(CHANGED, date(2026, 3, 31)) == 12
    assert value_on(CHANGED, date(2026, 4, 1)) == 3


def test_before_the_first_value_there_is_no_end():
    assert value_on(CHANGED, date(1999, 12, 31)) is None
    assert end_on(CHANGED, start=date(1999, 12, 31), day=date(1999, 12, 31)) is None


def test_a_term_from_a_far_day_ends_on_the_last_day_there_is():
    assert end_on(CHANGED, start=FAR, day=FAR) == LAST_DAY


def test_a_number_that_the_city_must_decide_is_asked_for_by_name():
    unset = parameter(decision=Label("请定", "decide"))
    with pytest.raises(ParameterUnset, match=r"a\.b"):
        value_sql(unset)


@pytest.mark.parametrize("unit", ["months", "years"])
@given(start=st.none() | DAYS | st.just(FAR) | st.just(LAST_DAY), day=st.none() | DAYS)
def test_sql_and_python_give_the_same_end(unit, start, day):
    dated = parameter((date(2000, 1, 1), 5), (date(2026, 4, 1), 3), unit=unit)
    sql = end_sql(dated, start="start", day="day")
    row = duckdb.execute(f"SELECT {sql} FROM (SELECT ?::DATE AS start, ?::DATE AS day)", [start, day])

    assert row.fetchone() == (end_on(dated, start=start, day=day),)
