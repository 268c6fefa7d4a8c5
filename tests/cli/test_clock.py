"""`gongxin clock` from outside."""

import json

import pytest
from click.testing import CliRunner

from gongxin.cli.main import main

RULE = """title = { zh = "示范市信用管理规定", en = "Rules of a city" }
number = "示府规〔2026〕1号"
source = "示范"
checked_on = 2026-11-22
"""
DECIDED = """[decision]
label = { zh = "处理投诉的期限", en = "Time to decide a complaint" }
unit = "working days"
checked_on = 2026-11-22
[[decision.values]]
from = 2026-01-01
value = 10
basis = { instrument = "SF-1", number = "5" }
"""


def clock(*arguments):
    return CliRunner().invoke(main, ["clock", *arguments])


def test_a_term_is_told_with_its_article_and_each_day_skipped_or_made_up():
    told = clock("objection", "forward", "--from", "2026-09-29").output

    assert "2026-10-12" in told
    assert "第29条" in told
    assert "2026-10-01 星期四，国庆节放假：不计" in told
    assert "2026-10-10 星期六，调休上班（国庆节）：第 4 个工作日" in told


def test_programs_get_the_same_in_two_languages_with_every_day():
    told = json.loads(clock("repair", "file", "--from", "2026-12-01", "--json").output)

    (term,) = told["terms"]
    assert (term["due_on"], term["working_days"], term["provisional"]) == ("2026-12-15", 10, False)
    assert sum(day["counts"] for day in term["days"]) == 10
    assert len(term["derivation"]["zh"]) == len(term["derivation"]["en"]) == len(term["days"]) + 2


def test_a_term_in_a_year_without_published_holidays_is_provisional():
    told = json.loads(clock("objection", "forward", "--from", "2026-12-28", "--json").output)

    assert told["terms"][0]["provisional"]


def test_a_step_without_a_term_says_so():
    assert "不起算任何期限" in clock("objection", "dismiss", "--from", "2026-12-01").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("appeal", "file"), "objection"),
        (("objection", "fax"), "forward"),
        (("repair", "extend", "--from", "2026-12-01"), "须由城市确定"),
        (("repair", "file", "--from", "2026-03-01"), "2026-04-01"),
    ],
)
def test_what_cannot_be_answered_says_what_there_is(arguments, said):
    result = clock(*arguments)

    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_city_that_decided_gets_its_own_term(tmp_path):
    folder = tmp_path / "law" / "parameters"
    folder.mkdir(parents=True)
    (folder / "repair.toml").write_text(
        '[extension]\nlabel = { zh = "延长期限", en = "Extension" }\nunit = "working days"\n'
        "checked_on = 2026-11-22\n[[extension.values]]\nfrom = 2026-12-01\nvalue = 5\n"
        'basis = { instrument = "NDRC-36" }\n',
        "utf-8",
    )

    told = clock("repair", "extend", "--from", "2026-12-01", "--city", str(tmp_path)).output

    assert "2026-12-08" in told


def test_a_city_is_named_by_the_title_of_its_own_rule(tmp_path):
    (tmp_path / "law" / "parameters").mkdir(parents=True)
    (tmp_path / "law" / "instruments").mkdir()
    (tmp_path / "law" / "instruments" / "SF-1.toml").write_text(RULE, "utf-8")
    (tmp_path / "law" / "parameters" / "complaint.toml").write_text(DECIDED, "utf-8")

    told = clock("complaint", "file", "--from", "2026-12-01", "--city", str(tmp_path)).output
    assert "《示范市信用管理规定》第5条" in told
