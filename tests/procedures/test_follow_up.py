"""After a grade of fair or poor: asked, reported with a credit report, verified; and nothing imposed."""

import pytest

from gongxin.law.parameter import load_parameters
from gongxin.procedures.case import Act, Incomplete, NotYours, move
from gongxin.procedures.follow_up import DONE, FOLLOW_UP, REPORT

PAPERS = frozenset({"rectification_report", REPORT})


@pytest.fixture
def take(people, day):
    def go(case, *steps, documents=PAPERS):
        for on, who, step in steps:
            act = Act(step, people[who], reason="理由", documents=documents)
            case = move(FOLLOW_UP, case, act, day(on)).case
        return case

    return go


ASKED = ("2026-12-01", "centre", "ask")
REPORTED = ("2026-12-10", "owner", "report")


def test_it_ends_when_the_centre_finds_it_put_right(take, case):
    assert take(case, ASKED, REPORTED, ("2026-12-11", "centre", "accept")).state == DONE


def test_a_report_comes_with_the_credit_report(take, case):
    with pytest.raises(Incomplete, match="信用报告"):
        take(take(case, ASKED), REPORTED, documents=PAPERS - {REPORT})


def test_nobody_else_reports_for_the_organisation(take, case):
    with pytest.raises(NotYours):
        take(case, ASKED, ("2026-12-10", "stranger", "report"))


def test_a_returned_report_begins_the_term_again(take, case):
    back = take(case, ASKED, REPORTED, ("2026-12-11", "centre", "return"))

    assert [one.code for one in back.terms if one.closed_on is None] == ["rectification"]
    assert take(back, ("2026-12-14", "owner", "report"), ("2026-12-15", "centre", "accept")).state == DONE


def test_no_step_of_it_does_anything_to_a_record():
    assert {step.effect for step in FOLLOW_UP.steps} == {None}


def test_how_long_there_is_is_the_citys_decision_and_the_goal_is_published():
    parameters = load_parameters()

    assert parameters["follow_up.rectification"].values == ()
    assert [str(value.amount) for value in parameters["follow_up.credit_report_share"].values] == ["0.8"]
