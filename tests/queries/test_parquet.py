"""A snapshot holds what counts at a position of the log, whenever written, and only its owner reads it."""

import json
from datetime import date

import duckdb
import pytest

from gongxin.catalogue.reader import edition
from gongxin.queries.parquet import MANIFEST, FolderNotEmpty, write_snapshot

ON = date(2026, 11, 22)


def test_it_names_its_position_and_has_every_organisation_in_one_bucket(published, tmp_path):
    done = write_snapshot(tmp_path / "out", edition=edition(ON), on=ON)

    told = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert (told["size"], told["on"]) == (done.size, "2026-11-22")
    assert done.size > 0
    assert told["note"]
    entries = _rows(tmp_path / "out", "count(*), count(DISTINCT uscc), count(DISTINCT (uscc, bucket))")
    assert entries[0] > 30
    assert entries[1] == entries[2]
    assert done.rows == entries[0] + _rows(tmp_path / "out", "count(*)", "organisation")[0]


def test_the_same_day_and_position_give_the_same_rows(published, tmp_path):
    write_snapshot(tmp_path / "one", edition=edition(ON), on=ON)
    write_snapshot(tmp_path / "two", edition=edition(ON), on=ON)

    whole = "list(entry ORDER BY sequence)"
    assert _rows(tmp_path / "one", whole) == _rows(tmp_path / "two", whole)


def test_nobody_else_of_the_machine_may_read_it(published, tmp_path):
    write_snapshot(tmp_path / "out", edition=edition(ON), on=ON)

    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "out").rglob("*.parquet")} == {0}
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine").write_text("x")

    with pytest.raises(FolderNotEmpty):
        write_snapshot(tmp_path, edition=edition(ON), on=ON)


def _rows(folder, select, relation="entry"):
    source = f"read_parquet('{folder}/{relation}/*/*.parquet', hive_partitioning = true) AS entry"
    return duckdb.connect().execute(f"SELECT {select} FROM {source}").fetchone()
