"""How cells become values."""

from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.intake.normalising import (
    date_sql,
    decimal_sql,
    identity_text_sql,
    integer_sql,
    presence_sql,
    text_sql,
    too_precise_sql,
)

CONNECTION = duckdb.connect()


def value(expression: str, cell: str | None) -> object:
    row = CONNECTION.execute(f"SELECT {expression} FROM (SELECT ?::VARCHAR AS c)", [cell]).fetchone()
    assert row is not None
    return row[0]


WRITTEN = [
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y/%m/%d}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f" {d.year} 年 {d.month:02} 月 {d.day:02} 日 ",
    lambda d: f"{d:%Y-%m-%d} 00:00:00",
    lambda d: f"{d:%Y-%m-%d}T10:11:12+08:00",
    lambda d: f"{d:%Y/%m/%d} 8:05",
    lambda d: f"{d:%Y%m%d101112}",
    lambda d: f"{d:%Y-%m-%d}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-"}),
    lambda d: f"\u3000{d:%Y/%m/%d}\u200b",
]


@settings(max_examples=150, deadline=None)
@given(st.dates(date(1800, 1, 1), date(2999, 12, 31)), st.sampled_from(WRITTEN))
def test_a_date_is_read_in_every_stated_form(day, written):
    assert value(date_sql("c"), written(day)) == day


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1955, 1, 1), date(2118, 1, 1)))
def test_a_serial_number_of_excel_is_a_date(day):
    serial = (day - date(1899, 12, 30)).days

    assert value(date_sql("c"), str(serial)) == day
    assert value(date_sql("c"), f"{serial}.5") == day


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30",
        "2026-13-01",
        "26-1-5",
        "5-3-2",
        "epoch",
        "infinity",
        "2024-01-05 (BC)",
        "2026",
        "05/12/2026",
        "昨天",
        "20261301",
        "0024-01-05",
        "123",
        "长期",
    ],
)
def test_what_is_no_date_is_not_guessed(cell):
    assert value(date_sql("c"), cell) is None


def test_no_end_is_the_last_day_of_2099_where_a_date_is_an_end():
    assert value(date_sql("c", may_have_no_end=True), "长期") == date(2099, 12, 31)
    assert value(date_sql("c", may_have_no_end=True), " 永久有效") == date(2099, 12, 31)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("0.03", "0.03"),
        (" 0.03 ", "0.03"),
        ("０．０３", "0.03"),
        ("1,234.5", "1234.5"),
        ("1，234", "1234"),
        ("3万元", "3"),
        ("3 万", "3"),
        ("300元", "0.03"),
        ("人民币300元整", "0.03"),
        ("￥300元", "0.03"),
        ("1.2亿元", "12000"),
        ("-5", "-5"),
        ("1E+2", "100"),
        (".5", "0.5"),
        ("0.000001", "0.000001"),
    ],
)
def test_an_amount_in_ten_thousand_yuan_honours_a_unit_written_behind_it(cell, amount):
    assert value(decimal_sql("c", in_ten_thousands=True), cell) == Decimal(amount)


@pytest.mark.parametrize(("cell", "amount"), [("3万元", "30000"), ("300元", "300"), ("300", "300")])
def test_an_amount_in_yuan_does_too(cell, amount):
    assert value(decimal_sql("c", in_ten_thousands=False), cell) == Decimal(amount)


@pytest.mark.parametrize(
    "cell", ["三百", "1,23", "1_000", "5万美元", "1-2", "NaN", "0x10", "1e300", "12 34", ""]
)
def test_what_is_no_amount_is_not_guessed(cell):
    assert value(decimal_sql("c", in_ten_thousands=True), cell) is None


@pytest.mark.parametrize(
    ("cell", "odd"),
    [
        ("0.1234567", True),
        ("0.123456", False),
        ("0.1234560000", False),
        ("0.30000000000000004", False),
        ("300", False),
    ],
)
def test_more_decimals_than_are_kept_are_noticed_and_noise_is_not(cell, odd):
    assert value(too_precise_sql("c", 6), cell) is odd


@pytest.mark.parametrize(
    ("cell", "number"),
    [("12", 12), ("1,234", 1234), ("12.0", 12), (" １２ ", 12), ("1.5", None), ("十二", None), ("+3", 3)],
)
def test_a_whole_number_is_read_or_not(cell, number):
    assert value(integer_sql("c"), cell) == number


@pytest.mark.parametrize(
    "cell", ["", " ", "\u3000", "无", "空", "N/A", "null", "-", "--", "—", "/", "暂无", " 无 "]
)
def test_what_says_nothing_is_absent_in_every_kind(cell):
    assert value(presence_sql("c"), cell) is None
    assert value(identity_text_sql("c"), cell) is None
    assert value(text_sql("c", "true"), cell) is None


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_cleaning_a_text_twice_changes_nothing_more(text):
    once = value(text_sql("c", "true"), text)

    assert value(text_sql("c", "true"), once) == once if once is not None else True


def test_free_text_keeps_its_own_punctuation_and_numbers_get_one_width():
    assert value(text_sql("c", "true"), "　（甲）１２３　") == "（甲）１２３"
    assert value(identity_text_sql("c"), "　示市监罚〔２０２６〕１２号Ａ　") == "示市监罚〔2026〕12号A"


def test_days_of_the_year_2000_are_all_read():
    first = date(2000, 1, 1)
    days = [first + timedelta(n) for n in range(366)]

    found = CONNECTION.execute(
        f"SELECT {date_sql('c')} FROM (SELECT unnest(?::VARCHAR[]) AS c)", [[f"{d:%Y%m%d}" for d in days]]
    )

    assert [row[0] for row in found.fetchall()] == days


@pytest.mark.parametrize("in_ten_thousands", [True, False])
@pytest.mark.parametrize(
    "cell", ["9" * 12, "9" * 30, "99999999999999万元", "99999999999亿元", "9" * 40 + "元", "-" + "9" * 18]
)
def test_no_amount_is_too_large_to_be_refused_quietly(cell, in_ten_thousands):
    found = value(decimal_sql("c", in_ten_thousands=in_ten_thousands), cell)

    assert found is None or abs(found) < 10**12
