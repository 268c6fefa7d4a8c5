"""`gongxin repair`: platforms, and messages as files."""

import json

import pytest
from click.testing import CliRunner

from gongxin.cli.main import main
from gongxin.ledger.key import Signer

THEIRS = Signer("credit.neighbour.example", b"n" * 32)


@pytest.fixture
def run(instance):
    return lambda *words: CliRunner().invoke(main, ["repair", *map(str, words)])


def test_a_platform_is_taken_in_listed_and_ended(run):
    key = THEIRS.verifier.text()
    assert run("platform-add", "neighbour", "--name", "邻市", "--key", key).exit_code == 0
    listed = json.loads(run("platforms", "--json").stdout)
    assert (listed["code"], listed["key"]) == ("neighbour", key)
    assert run("platform-end", "neighbour").exit_code == 0
    assert "已停用" in run("platforms").stdout

    assert run("platform-add", "other", "--name", "他", "--key", "x").exit_code == 1
    assert run("platform-end", "other").exit_code == 1


def test_messages_are_written_after_a_number_and_a_file_is_taken_line_by_line(run, tmp_path):
    out = tmp_path / "out.jsonl"
    assert run("export", "--out", out).exit_code == 0
    assert out.read_text("utf-8") == ""
    odd = tmp_path / "in.jsonl"
    odd.write_text("\n{}\n", "utf-8")

    taken = run("receive", odd)

    assert taken.exit_code == 1
    assert "拒收 1" in taken.stdout
