"""A breach is established only after the organisation was heard, and by two persons."""

from dataclasses import replace

import pytest

from gongxin.law.parameter import Parameters, Value, load_parameters
from gongxin.procedures.case import Act, Incomplete, NotFromHere, NotRuled, SamePerson, TooEarly, move
from gongxin.procedures.commitment import COMMITMENT
from gongxin.procedures.step import Effect

INFORMED = ("2026-11-23", "officer", "inform")
REPLIED = ("2026-11-25", "owner", "reply")


def within(parameters, days):
    """The parameters of a city that gives the organisation some working days to answer."""
    known = parameters["commitment.hearing"]
    ruled = Value(days, known.unit, COMMITMENT.basis, known.checked_on, known.checked_on)
    given = replace(known, values=(ruled,), decision=None)
    return Parameters({**parameters, "commitment.hearing": given})


@pytest.fixture
def take(people, day):
    def go(case, *steps, days=None):
        for on, who, step in steps:
            known = day(on)
            if days:
                known = replace(known, parameters=within(load_parameters(), days))
            case = move(COMMITMENT, case, Act(step, people[who], reason="理由"), known).case
        return case

    return go


def test_nothing_is_established_before_the_organisation_was_heard(case, take):
    told = take(case, INFORMED)

    with pytest.raises(NotFromHere):
        take(told, ("2026-11-24", "officer", "propose_breach"))


def test_silence_counts_only_once_the_time_to_answer_is_over(case, take):
    told = take(case, INFORMED, days=5)

    with pytest.raises(TooEarly, match="2026-11-30"):
        take(told, ("2026-11-30", "officer", "close_hearing"), days=5)
    assert take(told, ("2026-12-01", "officer", "close_hearing"), days=5).state == "weighing"


def test_an_answer_ends_the_wait_before_its_time(case, take):
    weighed = take(case, INFORMED, REPLIED, days=5)

    assert weighed.state == "weighing"
    assert take(weighed, ("2026-11-25", "officer", "propose_breach"), days=5).state == "confirming"


def test_where_nobody_ruled_the_time_nobody_says_that_it_is_over(case, take, people, day):
    told = take(case, INFORMED)

    with pytest.raises(Incomplete):
        move(COMMITMENT, told, Act("close_hearing", people["officer"]), day("2026-12-20"))
    with pytest.raises(NotRuled, match=r"commitment\.hearing"):
        take(told, ("2026-12-20", "officer", "close_hearing"))
    assert take(told, REPLIED).state == "weighing"  # an answer counts whenever it comes


def test_what_is_ruled_later_counts_from_the_day_on_which_the_organisation_was_told(case, take):
    told = take(case, INFORMED)

    with pytest.raises(TooEarly, match="2026-11-30"):
        take(told, ("2026-11-30", "officer", "close_hearing"), days=5)
    assert take(told, ("2026-12-01", "officer", "close_hearing"), days=5).state == "weighing"


def test_a_breach_takes_two_persons_and_then_enters_the_record(case, take, people, day):
    proposed = take(case, INFORMED, REPLIED, ("2026-11-26", "officer", "propose_breach"))

    with pytest.raises(SamePerson):
        take(proposed, ("2026-11-26", "officer", "establish"))
    moved = move(COMMITMENT, proposed, Act("establish", people["officer2"]), day("2026-11-27"))
    assert (moved.case.state, moved.effect) == ("broken", Effect.BREAK)
    assert all(term.closed_on for term in moved.case.terms)


def test_after_hearing_the_organisation_the_unit_may_find_no_breach(case, take):
    dropped = take(case, INFORMED, REPLIED, ("2026-11-26", "officer", "drop"))

    assert COMMITMENT.is_final(dropped.state)
