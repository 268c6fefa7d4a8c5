"""The named pieces of SQL that conditions call, run on the engine."""

from datetime import date

import duckdb
import pytest

from gongxin.catalogue.condition import parsed
from gongxin.catalogue.macro import MACROS

ON = date(2026, 11, 22)


def answer(call, **columns):
    """Run a macro over one row: wrapped in a comparison, which is what a condition is."""
    sql = parsed(f"coalesce({call}, '-') = '-'", frozenset(columns)).expression.this.sql("duckdb")
    named = ", ".join(f"CAST(? AS {kind}) AS {name}" for name, (kind, _) in columns.items())
    values = [value for _, value in columns.values()]
    return duckdb.execute(f"SELECT {sql} FROM (SELECT {named})", values).fetchone()[0]


@pytest.mark.parametrize(
    ("amount", "text", "fault"),
    [
        ("0.03", "罚款300元", "-"),
        ("0.0005", "罚款人民币5元", "-"),
        ("0.03", "并处罚款：人民币300.00元", "-"),
        ("1", "罚款1万元", "-"),
        ("150", "罚款150万元", "-"),
        ("0.1", "罚款1,000元", "-"),
        ("0.63332", "罚款6333.2元", "-"),
        ("0.000015", "罚款.15元", "-"),
        ("0.5", "处以人民币5000元的罚款", "-"),
        ("0.5", "对公司罚款5000元，对分公司罚款2000元", "-"),
        ("0.7", "对公司罚款5000元，对分公司罚款2000元", "-"),
        ("1", "罚款壹万元", "-"),
        ("0.03", "处以叁佰元罚款", "-"),
        ("300", "处以叁佰元罚款", "in_yuan"),
        ("2", "处以人民币壹万元整的罚款", "differs"),
        ("1", "罚款人民币（大写）壹万元整（￥10000元）", "-"),
        ("1.23", "罚款人民币壹万贰仟叁佰元整", "-"),
        ("1.05", "罚款一万零五百元", "-"),
        ("0.1025", "罚款壹仟零贰拾伍元", "-"),
        ("0.0015", "罚款十五元", "-"),
        ("12", "罚款人民币壹拾贰万元", "-"),
        ("5", "警告", "-"),
        ("5", "没收违法所得300元", "-"),
        (None, "罚款300元", "-"),
        ("300", "罚款300元", "in_yuan"),
        ("10000", "罚款1万元", "in_yuan"),
        ("10000", "罚款壹万元", "in_yuan"),
        ("3000", "罚款1000元;罚款2000元", "in_yuan"),
        ("0.000003", "罚款300元", "divided_twice"),
        ("0.00005", "对公司罚款5000元，对分公司罚款2000元", "divided_twice"),
        ("0.3", "罚款300元", "differs"),
        ("0.03", "罚款1300元", "differs"),
        ("2", "罚款叁万元", "differs"),
    ],
)
def test_a_fine_is_compared_with_its_text(amount, text, fault):
    assert (
        answer("fine_fault(amount, text)", amount=("DECIMAL(18, 6)", amount), text=("VARCHAR", text)) == fault
    )


@pytest.mark.parametrize(
    ("text", "is_summary"),
    [
        ("适用简易程序，罚款200元", "true"),
        ("当场处罚", "true"),
        ("当场作出行政处罚决定", "true"),
        ("适用普通程序，罚款2万元", "false"),
        ("案情复杂，不适用简易程序", "false"),
        ("由简易程序转为普通程序", "false"),
    ],
)
def test_the_summary_procedure_is_read_from_the_text(text, is_summary):
    assert answer("CAST(is_summary_procedure(text) AS VARCHAR)", text=("VARCHAR", text)) == is_summary


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-08-31", 3, "2026-11-30"), ("2026-01-31", 1, "2026-02-28"), ("2026-05-12", 6, "2026-11-12")],
)
def test_months_are_calendar_months(day, months, expected):
    call = "CAST(months_after(day, months) AS VARCHAR)"

    assert answer(call, day=("DATE", day), months=("BIGINT", months)) == expected


def test_every_macro_says_what_it_means():
    assert all(macro.meaning and macro.parameters for macro in MACROS.values())
