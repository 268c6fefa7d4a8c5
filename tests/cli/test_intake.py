"""The check command: one JSON object, exit codes, one line for a refusal."""

import csv
import json

import pytest
from click.testing import CliRunner

from gongxin.cli.main import main
from gongxin.organisations.uscc import make

AMBER = make("91", "310114", "MA1AMB01")
HEAD = ["名称", "统一社会信用代码", "成立日期"]


@pytest.fixture
def check(tmp_path):
    def run(*rows, options=("--json",), name="a.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([HEAD, *rows])
        order = [
            "intake",
            "check",
            str(path),
            "--item",
            "organisation_registration",
            "--on",
            "2026-11-20",
            *options,
        ]
        return CliRunner().invoke(main, order)

    return run


GOOD = ["琥珀食品有限公司", AMBER, "2015-06-01"]


def test_a_sound_file_gives_the_whole_object_and_exit_0(check):
    done = check(GOOD)

    report = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(report) >= ["batch"]
    assert {
        key: report[key]
        for key in ("batch", "unit", "sequence", "log_size", "result_file", "receipt_file", "held")
    } == dict.fromkeys(("batch", "unit", "sequence", "log_size", "result_file", "receipt_file", "held"))
    assert (report["item"], report["rows"], report["accepted"], report["rejected"]) == (
        "organisation_registration",
        1,
        1,
        0,
    )
    assert len(report["digest"]) == 64
    assert report["findings"] == []
    assert report["findings_truncated"] is False


def test_a_rejected_row_gives_its_finding_and_exit_1(check):
    done = check(GOOD, ["白桦运输有限公司", "", "?"])

    report = json.loads(done.stdout)
    assert done.exit_code == 1
    assert [(one["row"], one["field"], one["rule"]) for one in report["findings"]] == [
        (2, "registration_date", "date.unreadable"),
        (2, "uscc", "subject.unidentified"),
    ]


def test_no_more_than_a_thousand_findings_are_printed_but_all_written(check, tmp_path):
    rows = [[f"第{n}公司", "", "2015-06-01"] for n in range(1001)]
    lines = tmp_path / "all.jsonl"

    short = json.loads(check(*rows).stdout)
    full = json.loads(check(*rows, options=("--json", "--findings", str(lines))).stdout)

    assert (len(short["findings"]), short["findings_truncated"]) == (1000, True)
    assert (len(full["findings"]), full["findings_truncated"]) == (1001, False)
    assert len(lines.read_text("utf-8").splitlines()) == 1001


def test_a_batch_that_would_be_held_exits_3(check):
    rows = [[f"第{n}公司", AMBER if n == 0 else "", "2015-06-01"] for n in range(200)]

    done = check(*rows)

    assert done.exit_code == 3
    assert "退回 199 行" in json.loads(done.stdout)["held"]


@pytest.mark.parametrize(
    "options", [("--item", "nothing"), ("--mapping", "nowhere.toml"), ("--findings", "a.pdf")]
)
def test_a_wrong_order_is_refused_in_one_line_with_exit_2(check, options):
    done = check(GOOD, options=options)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_people_read_counts_and_the_commonest_faults_with_their_repair(check):
    done = check(GOOD, ["白桦运输有限公司", "", "2015-06-01"], options=())

    assert "共 2，通过 1，退回 1，提示 0 条。" in done.stdout
    assert "18 位统一社会信用代码" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_rows_come_back_where_asked(check, tmp_path):
    check(GOOD, options=("--results", str(tmp_path / "back")))

    assert sorted(path.name for path in (tmp_path / "back").iterdir()) == ["结果.csv", "结果.xlsx"]


def test_without_java_the_engine_of_many_machines_says_what_to_install(check, monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    done = check(GOOD, options=("--engine", "spark"))

    assert done.exit_code == 2
    assert "Java 17" in done.stderr
    assert done.stderr.count("\n") == 1


def test_people_read_which_of_two_columns_has_the_fault(tmp_path):
    path = tmp_path / "penalties.csv"
    path.write_text("CF_CFJGDM,CF_SJLYDM\n91510100201920161Y,91340000148941384F\n", "utf-8")

    done = CliRunner().invoke(main, ["intake", "check", str(path), "--item", "administrative_penalty"])

    assert "处罚机关统一社会信用代码：第 18 位校验码不符" in done.stdout
    assert "数据来源单位统一社会信用代码：第 18 位校验码不符" in done.stdout


@pytest.mark.parametrize("name", ["missing/found.xlsx", "found.txt"])
def test_a_place_that_cannot_take_the_findings_is_refused_before_the_work(check, tmp_path, name):
    done = check(GOOD, options=["--findings", str(tmp_path / name)])

    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
