"""`gongxin draw` from outside, with the verifier as the public runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongxin.cli.main import main
from gongxin.organisations.uscc import make

VERIFIER = Path(__file__).parents[2] / "docs" / "verify_draw.py"
PLAN = """\
code = "2026-1"
name = { zh = "抽查", en = "Inspection" }
basis = { instrument = "SH", number = "23" }
on = 2026-11-22
objects = "objects.csv"
team = 1
strata = [{ code = "A", name = { zh = "优", en = "A" }, ratio = 0.1, floor = 60 }]
units = [{ uscc = "11310000000000035N", name = "示范市市场监督管理局", places = 3 }]
"""


@pytest.fixture
def plan(tmp_path):
    codes = [make("91", "310114", f"{20_000_000 + number:08d}") for number in range(50)]
    (tmp_path / "objects.csv").write_text("uscc,stratum\n" + "".join(f"{code},A\n" for code in codes))
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, "utf-8")
    return path


def gongxin(*arguments):
    return CliRunner().invoke(main, ["draw", *map(str, arguments)])


def verified(folder):
    return subprocess.run(
        [sys.executable, "-I", VERIFIER, folder], capture_output=True, text=True, check=False
    )


def test_freeze_then_draw_then_anybody_verifies(plan, tmp_path):
    out = tmp_path / "out"
    frozen = gongxin("freeze", plan, "--out", out)
    told = json.loads(gongxin("run", plan, "--seed", "骰子 3 1 4", "--out", out, "--json").output)

    assert told["plan"] in frozen.output
    assert (told["drawn"], told["short"]) == (50, [{"stratum": "A", "wanted": 60, "size": 50}])
    again = verified(out)
    assert (again.returncode, "相同" in again.stdout) == (0, True)
    assert [path.name for path in sorted(out.iterdir())] == [
        "draw.json",
        "plan.json",
        "pool.csv",
        "result.csv",
        "tickets.csv",
    ]


def test_a_pool_changed_after_it_was_frozen_is_refused_and_the_published_one_stays(plan, tmp_path):
    out = tmp_path / "out"
    gongxin("freeze", plan, "--out", out)
    published = (out / "pool.csv").read_bytes()
    with (tmp_path / "objects.csv").open("a") as file:
        file.write("92310114MA1GT001XX,A\n")

    refused = gongxin("run", plan, "--seed", "1", "--out", out)

    assert (refused.exit_code, "已公布" in refused.output) == (1, True)
    assert (out / "pool.csv").read_bytes() == published
    assert not (out / "draw.json").exists()


def test_a_draw_is_never_made_again_in_the_same_place(plan, tmp_path):
    out = tmp_path / "out"
    gongxin("run", plan, "--seed", "1", "--out", out)
    before = (out / "result.csv").read_bytes()

    refused = gongxin("run", plan, "--seed", "2", "--out", out)

    assert (refused.exit_code, "round = 2" in refused.output) == (1, True)
    assert (out / "result.csv").read_bytes() == before


def test_the_verifier_says_what_differs_and_what_it_cannot_read(plan, tmp_path):
    out = tmp_path / "out"
    gongxin("run", plan, "--seed", "1", "--out", out)
    text = (out / "result.csv").read_text("utf-8")
    (out / "result.csv").write_text(text.replace(",1\n", ",2\n", 1), "utf-8")

    assert verified(out).returncode == 1
    assert "result.csv" in verified(out).stdout
    assert verified(tmp_path / "nowhere").returncode == 2


@pytest.mark.parametrize("bad", ["team = 0", "team = 1\nnames = ['王']"])
def test_a_bad_plan_is_refused_in_a_sentence(plan, tmp_path, bad):
    plan.write_text(PLAN.replace("team = 1", bad), "utf-8")

    refused = gongxin("run", plan, "--seed", "1", "--out", tmp_path / "out")

    assert refused.exit_code == 1
    assert refused.output.startswith("Error: ")
    assert "Traceback" not in refused.output
