"""Who would move between grades, and why."""

from decimal import Decimal

import duckdb
import pytest

from gongxin.evaluation.explanation import MIDDLE, PLACE
from gongxin.evaluation.movement import Group, broken_down_sql, distribution_sql, moves_sql, reasons_sql
from gongxin.evaluation.reader import models


def counted(**points):
    """Points by part, as a result tells them."""
    places = [part.code for part in MODEL.parts]
    return [places.index(part) * PLACE + MIDDLE + hundredths for part, hundredths in points.items()]


MODEL = next(one for one in models() if one.code == "comprehensive_enterprise")
FINE, FINE_HEAVIER = counted(fines=-800), counted(fines=-1200)
HONOUR, VETO, NONE = counted(honour=500), counted(market_ban=0), counted(charity=0)


@pytest.fixture
def tables():
    made = duckdb.connect()
    for table in ("before", "after"):
        made.execute(
            f"CREATE TABLE {table} (uscc VARCHAR, score DECIMAL(6, 2), grade VARCHAR, points BIGINT[])"
        )
    made.execute("CREATE TABLE organisation (uscc VARCHAR, kind VARCHAR, industry VARCHAR, region VARCHAR)")
    made.execute(
        "INSERT INTO organisation VALUES ('A', 'enterprise', 'C1411', '310101'),"
        " ('B', 'enterprise', '1412', '310101'), ('C', 'social_organisation', 'S', '310104'),"
        " ('D', 'enterprise', '', '')"
    )
    made.executemany(
        "INSERT INTO before VALUES (?, ?, ?, ?)",
        [("A", 82, "good", FINE), ("B", 90, "good", NONE), ("C", 90, "good", [])],
    )
    made.executemany(
        "INSERT INTO after VALUES (?, ?, ?, ?)",
        [
            ("A", 78, "fair", FINE_HEAVIER),
            ("B", 95, "excellent", HONOUR),
            ("C", 90, "poor", VETO),
            ("D", 90, "good", []),
        ],
    )
    return made


def rows(tables, sql):
    return tables.execute(sql).fetchall()


def test_grades_are_counted_from_the_best_to_the_worst(tables):
    assert rows(tables, distribution_sql()) == [("excellent", 1), ("good", 1), ("fair", 1), ("poor", 1)]


def test_each_pair_of_grades_is_counted_also_where_one_edition_is_silent(tables):
    assert rows(tables, moves_sql()) == [
        ("good", "excellent", 1), ("good", "fair", 1), ("good", "poor", 1), (None, "good", 1)
    ]  # fmt: skip


def test_the_reasons_tell_what_changed_for_those_who_move(tables):
    assert rows(tables, reasons_sql(MODEL, MODEL)) == [
        ("down", "fines", 1, Decimal("-4.00")),
        ("down", "market_ban", 1, Decimal("0.00")),
        ("up", "honour", 1, Decimal("5.00")),
    ]


@pytest.mark.parametrize(
    ("group", "values"),
    [
        (Group.KIND, {"enterprise": 3, "social_organisation": 1}),
        (Group.INDUSTRY, {"C": 2, "S": 1, "": 1}),
        (Group.REGION, {"310101": 2, "310104": 1, "": 1}),
    ],
)
def test_a_distribution_is_broken_down(tables, group, values):
    counted = {}
    for value, _grade, organisations, _of_value in rows(tables, broken_down_sql(group)):
        counted[value] = counted.get(value, 0) + organisations

    assert counted == values
