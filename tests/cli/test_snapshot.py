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
