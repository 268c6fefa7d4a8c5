"""`gongxin snapshot`."""

import json

import duckdb
from click.testing import CliRunner

from gongxin.cli.snapshot import snapshot


def run(*arguments):
    return CliRunner().invoke(snapshot, [str(one) for one in arguments])


def test_it_names_its_position_and_every_file_it_wrote(published, tmp_path):
    answer = run("--out", tmp_path / "out", "--json")
    told = json.loads(answer.output)

    assert answer.exit_code == 0
    assert told["size"] > 0
    assert {part["path"] for part in told["parts"]} == {
        str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.parquet")
    }
    files = f"{tmp_path}/out/**/*.parquet"
    ((rows,),) = duckdb.execute(f"SELECT count(*) FROM '{files}'").fetchall()
    assert rows == sum(part["rows"] for part in told["parts"]) > 0


def test_a_folder_that_holds_something_is_left_alone(published, tmp_path):
    (tmp_path / "kept.txt").write_text("kept")
    answer = run("--out", tmp_path)

    assert answer.exit_code == 1
    assert " / " in answer.output
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_by_an_earlier_ledger_only_what_was_known_is_written(published, tmp_path):
    now, before = tmp_path / "now", tmp_path / "before"

    told = {out: json.loads(run("--out", out, *more, "--json").output) for out, *more in (
        (now,), (before, "--known-at", "2001-01-01"),
    )}  # fmt: skip

    assert told[now]["size"] > 0 == told[before]["size"]
    assert told[before]["parts"] == []


def test_what_lies_ahead_is_refused_and_nothing_written(published, tmp_path):
    answer = run("--out", tmp_path / "out", "--as-of", "2199-01-01")

    assert (answer.exit_code, "2199-01-01 还没有到" in answer.output) == (1, True)
    assert not (tmp_path / "out").exists()
