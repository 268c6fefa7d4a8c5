"""Rows from PostgreSQL into DuckDB."""

import duckdb
import pytest

from gongxin.store.copy_out import copy_out

TYPES = {"n": "BIGINT", "t": "VARCHAR", "d": "DATE", "b": "BOOLEAN"}


@pytest.fixture
def rows(db):
    with duckdb.connect() as connection:
        yield connection


def brought(rows, select, **values):
    copy_out(rows, "CREATE TABLE x AS SELECT * FROM arriving", select=select, values=values, types=TYPES)
    return rows.execute("SELECT n, t, CAST(d AS VARCHAR), b FROM x ORDER BY n").fetchall()


def test_values_arrive_as_they_are(rows):
    select = (
        "VALUES (1::bigint, 'a'::text, '2026-05-06'::date, true), (2, NULL, NULL, NULL), (3, '', NULL, false)"
    )

    assert brought(rows, select) == [
        (1, "a", "2026-05-06", True),
        (2, None, None, None),
        (3, "", None, False),
    ]


def test_an_odd_text_arrives_as_it_is(rows):
    odd = 'a,"b"\n\r\\N\t\\ 中文 \U0001f600'

    assert brought(rows, "VALUES (1::bigint, %(odd)s::text, NULL::date, NULL::boolean)", odd=odd)[0][1] == odd


def test_nothing_makes_an_empty_table(rows):
    assert brought(rows, "SELECT 1::bigint, ''::text, NULL::date, true WHERE false") == []


def test_more_than_one_block_arrives_whole(rows):
    select = "SELECT n, repeat('字', 2000), NULL::date, n % 2 = 0 FROM generate_series(1, 3000) n"

    found = brought(rows, select)

    assert len(found) == 3000
    assert {len(text) for _, text, _, _ in found} == {2000}
    assert sum(is_even for *_, is_even in found) == 1500
