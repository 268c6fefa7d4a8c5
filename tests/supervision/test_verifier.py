"""The script that everybody gets with the files is the one in the documentation."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from gongxin.supervision.verifier import NAME, verifier


def test_the_script_handed_out_is_the_one_in_the_documentation():
    assert verifier() == (Path(__file__).parents[2] / "docs" / NAME).read_bytes()


def test_the_script_needs_nothing_but_the_standard_library():
    lines = verifier().decode().splitlines()
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}

    assert imported == {"hashlib", "json", "math", "sys", "fractions", "pathlib"}


NAMES = ("pool.csv", "plan.json", "draw.json", "tickets.csv", "result.csv")


@pytest.fixture
def published(tmp_path):
    """A draw among nobody: the smallest that there is."""
    folder = tmp_path / "draw"
    folder.mkdir()
    pool = "uscc,stratum\n"
    plan = {"pool": sha256(pool.encode()).hexdigest(), "strata": [], "units": [], "team": 1, "avoid": {}}
    texts = {"pool.csv": pool, "plan.json": json.dumps(plan)}
    texts["tickets.csv"] = "uscc,stratum,ticket,drawn\n"
    texts["result.csv"] = "number,uscc,stratum,unit,places\n"
    digests = {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
    told = {"seed": "骰子 3 5", "plan": digests["plan.json"]}
    told |= {name: digests[name] for name in ("tickets.csv", "result.csv")}
    for name, text in (texts | {"draw.json": json.dumps(told, ensure_ascii=False)}).items():
        (folder / name).write_text(text, "utf-8")
    return folder


def said_of(*arguments):
    """Run the script as anybody would, with nothing of ours in reach."""
    script = Path(__file__).parents[2] / "docs" / NAME
    done = subprocess.run(
        [sys.executable, "-I", script, *arguments], capture_output=True, text=True, check=False
    )
    assert not done.stderr
    return done.returncode, done.stdout


def test_what_was_published_is_the_same(published):
    assert said_of(published) == (0, "结论：相同 / same\n")


@pytest.mark.parametrize("name", [one for one in NAMES if one != "draw.json"])
def test_a_changed_file_is_named(published, name):
    with (published / name).open("a") as file:
        file.write(" ")

    code, text = said_of(published)

    assert (code, name in text) == (1, True)


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(published, name):
    (published / name).unlink()

    code, text = said_of(published)

    assert (code, name in text, "缺少文件" in text) == (2, True, True)


def test_a_damaged_seed_file_and_no_folder_at_all_are_told_in_words(published):
    (published / "draw.json").write_text("{", "utf-8")

    assert "损坏" in said_of(published)[1]
    assert "用法" in said_of()[1]
