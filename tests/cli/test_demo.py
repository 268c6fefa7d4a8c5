"""`gongxin demo`, as a person runs it."""

import csv
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from gongxin.cli.main import main

SMALL = ["--organisations", "200", "--records", "120", "--item", "administrative_penalty"]


@pytest.fixture
def city(tmp_path):
    folder = tmp_path / "city"
    made = CliRunner().invoke(main, ["demo", "generate", *SMALL, "--faults", "0.2", "--out", str(folder)])
    assert made.exit_code == 0, made.output
    return folder


def test_generating_says_how_many_faults_lie_where(city):
    manifest = json.loads((city / "manifest.json").read_text("utf-8"))

    with (city / "answers.csv").open(encoding="utf-8") as file:
        answers = list(csv.DictReader(file))

    assert sum(file["planted"] for file in manifest["files"]) == len(answers) > 10
    assert set(answers[0]) == {"file", "row", "field", "rule", "severity"}


def test_scoring_ends_well_when_all_planted_faults_and_no_others_are_found(city):
    scored = CliRunner().invoke(main, ["demo", "score", str(city)])

    assert scored.exit_code == 0, scored.output
    assert "误报 0" in scored.output


def test_scoring_ends_badly_and_names_the_row_when_an_answer_is_wrong(city):
    path = city / "answers.csv"
    kept = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(kept[:-1]), "utf-8")

    scored = CliRunner().invoke(main, ["demo", "score", str(city)])

    assert scored.exit_code == 1
    assert f"第 {kept[-1].split(',')[1]} 行" in scored.output


def test_an_impossible_order_is_refused_with_what_is_possible(tmp_path):
    refused = CliRunner().invoke(main, ["demo", "generate", "--organisations", "5", "--out", str(tmp_path)])

    assert refused.exit_code == 2
    assert "100" in refused.output


def test_a_city_is_built_through_the_intake_once_and_then_stays(tmp_path):
    environment = {**os.environ, "GONGXIN_DATA": str(tmp_path / "data")}
    environment.pop("DATABASE_URL", None)
    items = [*SMALL, "--item", "administrative_licence", "--item", "organisation_registration"]

    def build():
        command = [sys.executable, "-m", "gongxin.cli", "demo", "build", *items]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    first, second = build(), build()

    taken = [
        json.loads(line) for line in (tmp_path / "data/demo/taken.jsonl").read_text("utf-8").splitlines()
    ]
    files = json.loads((tmp_path / "data/demo/manifest.json").read_text("utf-8"))["files"]
    assert len(taken) == len(files)
    assert sum(told["accepted"] for told in taken) > 250
    assert "shijian" in first
    assert "qiye" in first
    assert "已建好" in second
