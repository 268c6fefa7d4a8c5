"""`gongxin evaluate`."""

import json

import pytest
from click.testing import CliRunner
from django.utils.timezone import localdate

from gongxin.cli.evaluate import evaluate

MODEL = "comprehensive_enterprise"
BIRCH = "91310114MA1GT00019"


def run(*arguments):
    return CliRunner().invoke(evaluate, arguments)


def told(*arguments):
    answer = run(*arguments, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


def test_everybody_is_evaluated_and_the_results_are_kept(evaluated):
    found = told(MODEL)

    assert found["grades"] == {"excellent": 0, "good": 1, "fair": 1, "poor": 1}
    assert (found["organisations"], found["on"], found["run"] is not None) == (3, str(localdate()), True)


def test_a_model_that_nobody_released_is_tried_and_nothing_kept(evaluated):
    answer = run("sme_financing")

    assert answer.exit_code == 0
    assert "没有保存" in answer.output
    assert told("sme_financing")["run"] is None


def test_by_an_earlier_ledger_nothing_is_kept_and_today_s_grades_stand(evaluated):
    now = told(MODEL)

    before = told(MODEL, "--known-at", "2001-01-01")

    assert (before["run"], before["organisations"]) == (None, 0)
    assert told(MODEL, "--verify")["run"] == now["run"]


def test_a_day_of_knowledge_is_its_end(evaluated):
    assert told(MODEL, "--known-at", str(localdate()))["grades"] == told(MODEL)["grades"]


def test_one_organisation_is_explained(evaluated):
    found = told(MODEL, "--organisation", BIRCH, "--explain")

    assert (found["score"], found["grade"], found["base"]) == ("74.00", "fair", "85")
    assert found["reasons"][0]["reason"]["zh"] == "近36个月内严重失信的行政处罚1件，扣10分。"
    assert found["reasons"][0]["basis"] == "SH 12(4)"
    assert "severe conduct" in run(MODEL, "--organisation", BIRCH, "--explain").output


def test_everybody_is_explained_as_one_is(evaluated):
    found = told(MODEL, "--explain")
    alone = told(MODEL, "--organisation", BIRCH, "--explain")

    (birch,) = [one for one in found["explained"] if one["uscc"] == BIRCH]
    assert birch == {name: alone[name] for name in ("uscc", "score", "grade", "base", "reasons")}
    assert len(found["explained"]) == found["organisations"] == sum(found["grades"].values())


def test_a_kept_evaluation_is_worked_out_again(evaluated):
    assert run(MODEL, "--verify").exit_code == 1  # nothing is kept yet
    kept = told(MODEL)

    again = told(MODEL, "--verify")

    assert again == {"run": kept["run"], "kept": kept["results"], "again": kept["results"], "same": True}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no_such_model"], "no_such_model"),
        ([MODEL, "--as-of", "2199-01-01"], "2199"),
        ([MODEL, "--known-at", "yesterday"], "时刻"),
        ([MODEL, "--known-at", "2199-01-01"], "2199"),
        ([MODEL, "--organisation", "91310000MA0000023A"], "不在"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(evaluated, arguments, said):
    answer = run(*arguments)

    assert answer.exit_code != 0
    assert said in answer.output
