"""Rows of a unit's own database."""

import json

import psycopg
import pytest

from gongxin.intake.pull.failure import NothingThere, PullFailed
from gongxin.intake.pull.sql import checked, fetch


@pytest.fixture
def url(instance):
    """A unit's own database with a table, and an account that could write to it."""
    with psycopg.connect(instance.url.replace("gongxin_app", "postgres")) as session:
        session.execute("CREATE TABLE penalty (number text, decided_on date, amount numeric)")
        session.execute("INSERT INTO penalty VALUES ('甲1号', '2026-05-06', 1.50), ('甲2号', NULL, NULL)")
    return instance.superuser_url


def test_the_rows_of_a_query_become_json_lines(url, tmp_path):
    fetched = fetch(url, "SELECT * FROM penalty ORDER BY number;", tmp_path, most_bytes=10_000)

    assert [json.loads(line) for line in fetched.path.read_text("utf-8").splitlines()] == [
        {"number": "甲1号", "decided_on": "2026-05-06", "amount": "1.50"},
        {"number": "甲2号", "decided_on": None, "amount": None},
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1; DELETE FROM penalty",
        "SELECT 1; COMMIT; DELETE FROM penalty",
        "WITH gone AS (DELETE FROM penalty RETURNING *) SELECT * FROM gone",
        "SELECT set_config('transaction_read_only', 'off', false); DELETE FROM penalty",
    ],
)
def test_a_query_changes_nothing_in_the_units_database(url, tmp_path, statement):
    with pytest.raises(PullFailed):
        fetch(url, statement, tmp_path, most_bytes=10_000)
    with psycopg.connect(url) as session:
        assert session.execute("SELECT count(*) FROM penalty").fetchone() == (2,)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM penalty", "", "COPY penalty TO PROGRAM 'x'", "DROP TABLE x"]
)
def test_what_is_no_query_is_refused_before_anything_is_asked(statement):
    with pytest.raises(PullFailed, match="查询"):
        checked(statement)


def test_too_much_is_refused(url, tmp_path):
    with pytest.raises(PullFailed, match="超过"):
        fetch(url, "SELECT repeat('x', 1000) FROM generate_series(1, 100)", tmp_path, most_bytes=10_000)


def test_no_rows_are_no_failure(url, tmp_path):
    with pytest.raises(NothingThere):
        fetch(url, "SELECT * FROM penalty WHERE false", tmp_path, most_bytes=10_000)


@pytest.mark.parametrize(
    "address", ["mysql://x/y", "host=127.0.0.1 dbname=x", "postgresql://u:hidden@127.0.0.1:1/x"]
)
def test_a_database_that_is_not_there_is_said_without_its_password(tmp_path, address):
    with pytest.raises(PullFailed) as refused:
        fetch(address, "SELECT 1", tmp_path, most_bytes=10)

    assert "hidden" not in str(refused.value)
