"""Reads that are planned once, and reads that are planned for their values."""

import pytest
from django.db import connection

from gongxin.queries.reading import row, rows

pytestmark = pytest.mark.django_db


def prepared() -> list[tuple[str]]:
    return list(
        rows(
            "SELECT statement FROM pg_prepared_statements WHERE statement LIKE %(like)s",
            {"like": "%AS asked"},
        )
    )


def test_a_read_that_asks_for_it_is_planned_once_for_the_connection():
    found = [row("SELECT %(number)s::int AS asked", {"number": number}, prepare=True) for number in (1, 2)]

    assert found == [(1,), (2,)]
    assert prepared() == [("SELECT $1::int AS asked",)]


def test_any_other_read_is_planned_for_its_values_however_often_it_comes():
    for number in range(10):
        rows("SELECT %(number)s::int + 1 AS asked", {"number": number})

    assert prepared() == []


def test_what_django_writes_leaves_no_statement_behind_after_a_prepared_read():
    row("SELECT %(number)s::int AS asked", {"number": 1}, prepare=True)

    assert connection.connection.prepare_threshold is None
