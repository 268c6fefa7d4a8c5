"""A connection that reaches nothing but its own files."""

import duckdb
import pytest

from gongxin.engine.duckdb import connect, literal, name


@pytest.fixture
def connection(tmp_path):
    allowed = tmp_path / "in.csv"
    allowed.write_text("1\n")
    (tmp_path / "secret.csv").write_text("2\n")
    folder = tmp_path / "work"
    folder.mkdir()
    with connect(folder, files=[allowed], memory_limit="100MB") as held:
        yield held


def test_the_named_file_can_be_read_and_its_neighbour_cannot(connection, tmp_path):
    assert connection.execute(f"SELECT * FROM read_csv('{tmp_path}/in.csv', header = false)").fetchall() == [
        (1,)
    ]
    with pytest.raises(duckdb.PermissionException):
        connection.execute(f"SELECT * FROM read_csv('{tmp_path}/secret.csv', header = false)")


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH '/etc/passwd'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "COPY (SELECT 1) TO 'gongxin-out.csv'",
        "SET threads = 9",
        "SET enable_external_access = true",
    ],
)
def test_sql_can_neither_reach_out_nor_loosen_its_bounds(connection, statement):
    with pytest.raises(duckdb.Error):
        connection.execute(statement)


def test_more_than_memory_holds_goes_to_the_folder_and_not_to_the_process(connection):
    connection.execute(
        "CREATE TABLE big AS SELECT range AS n, md5(range::VARCHAR) AS text FROM range(5000000)"
    )

    assert connection.execute("SELECT count(*) FROM big").fetchone() == (5_000_000,)


def test_a_quotation_mark_ends_neither_a_text_nor_a_name():
    held = duckdb.execute("SELECT " + literal("'a'b") + " AS " + name('x"y'))

    assert held.description[0][0] == 'x"y'
    assert held.fetchone() == ("'a'b",)
