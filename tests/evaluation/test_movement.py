"""Who would move between grades, and why."""

from decimal import Decimal

import duckdb
import pytest

from gongxin.evaluation.movement import Group, broken_down_sql, distribution_sql, moves_sql, reasons_sql

FINE = '{"fines":{"entries":[7],"points":"-8.00","value":"1"}}'
FINE_HEAVIER = '{"fines":{"entries":[7],"points":"-12.00","value":"1"}}'
HONOUR = '{"honour":{"entries":[9],"points":"5.00","value":"1"}}'
VETO = '{"listed":{"entries":[3],"points":"0.00","value":"1"}}'


@pytest.fixture
def tables():
    made = duckdb.connect()
    for table in ("before", "after"):
        made.execute(
            f"CREATE TABLE {table} (uscc VARCHAR, score DECIMAL(6, 2), grade VARCHAR, explanation VARCHAR)"
        )
    made.execute("CREATE TABLE organisation (uscc VARCHAR, kind VARCHAR, industry VARCHAR, region VARCHAR)")
    made.execute(
        "INSERT INTO organisation VALUES ('A', 'enterprise', 'C1411', '310101'),"
        " ('B', 'enterprise', '1412', '310101'), ('C', 'social_organisation', 'S', '310104'),"
        " ('D', 'enterprise', '', '')"
    )
    made.executemany(
        "INSERT INTO before VALUES (?, ?, ?, ?)",
        [("A", 82, "good", FINE), ("B", 90, "good", "{}"), ("C", 90, "good", "{}")],
    )
    made.executemany(
        "INSERT INTO after VALUES (?, ?, ?, ?)",
        [
            ("A", 78, "fair", FINE_HEAVIER),
            ("B", 95, "excellent", HONOUR),
            ("C", 90, "poor", VETO),
            ("D", 90, "good", "{}"),
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
    assert rows(tables, reasons_sql()) == [
        ("down", "fines", 1, Decimal("-4.00")),
        ("down", "listed", 1, Decimal("0.00")),
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
