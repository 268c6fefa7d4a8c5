"""An objection through its table, by the dates of SH 28-30."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.procedures.case import (
    Act,
    Incomplete,
    NotFromHere,
    NotYours,
    SamePerson,
    late,
    move,
    possible,
)
from gongxin.procedures.objection import OBJECTION, is_annotated, is_suspended
from gongxin.procedures.step import Effect

WITH_GROUNDS = frozenset({"grounds"})


@pytest.fixture
def take(people, day):
    """Take steps one after the other: (day, who, step)."""

    def go(case, *steps):
        for on, who, step in steps:
            act = Act(step, people[who], reason="理由", documents=WITH_GROUNDS)
            case = move(OBJECTION, case, act, day(on)).case
        return case

    return go


FILED = ("2026-09-28", "owner", "file")
FORWARDED = ("2026-09-29", "centre", "forward")


def test_from_the_filing_on_the_record_is_annotated_and_the_centre_has_two_working_days(
    case, people, day, take
):
    act = Act("file", people["owner"], documents=WITH_GROUNDS)
    moved = move(OBJECTION, case, act, day("2026-09-28"))

    assert moved.effect is Effect.ANNOTATE
    assert is_annotated(moved.case)
    (term,) = moved.case.terms
    assert (term.code, term.due_on(day("2026-09-28").calendar)) == ("comparison", date(2026, 9, 30))


def test_the_provider_has_five_working_days_across_the_national_holiday(case, day, take):
    forwarded = take(case, FILED, FORWARDED)

    # 30 September, 8, 9 and, worked in exchange, 10 October; then the weekend; Monday is the fifth.
    (verification,) = [term for term in forwarded.terms if term.code == "verification"]
    assert verification.due_on(day("2026-09-29").calendar) == date(2026, 10, 12)


def test_a_provider_that_does_not_answer_hides_its_own_record_until_it_does(case, day, take):
    forwarded = take(case, FILED, FORWARDED)
    calendar = day("2026-09-29").calendar
    last = forwarded.terms[-1].due_on(calendar)

    assert not is_suspended(forwarded, last, calendar)
    assert is_suspended(forwarded, date.fromordinal(last.toordinal() + 1), calendar)

    proposed = take(forwarded, ("2026-10-20", "officer", "propose_upholding"))
    assert is_suspended(proposed, date(2026, 10, 20), calendar)  # a proposal is no answer yet
    answered = take(forwarded, ("2026-10-20", "officer", "dismiss"))
    assert not is_suspended(answered, date(2026, 10, 21), calendar)
    assert answered.terms[-1].is_overdue(date(2026, 12, 1), calendar)  # and it stays on record as late


def test_the_centre_is_late_the_day_after_its_term(case, day, take):
    filed = take(case, FILED)

    assert late(filed, day("2026-09-30")) == ()
    assert late(filed, day("2026-10-01")) == ("comparison",)


def test_completing_material_stops_the_clock_and_gives_back_the_days_that_were_left(case, day, take):
    calendar = day("2026-09-28").calendar
    waiting = take(case, ("2026-09-21", "owner", "file"), ("2026-09-22", "centre", "ask_for_material"))

    assert waiting.terms[0].due_on(calendar) is None
    assert late(waiting, day("2026-12-01")) == ()

    back = take(waiting, ("2026-10-15", "owner", "supply_material"))
    assert back.terms[0].due_on(calendar) == date(2026, 10, 16)  # one of the two days was used


def test_a_pause_does_not_make_good_a_term_that_is_over(case, day, take):
    filed = take(case, ("2026-09-21", "owner", "file"), ("2026-09-28", "centre", "ask_for_material"))

    assert late(filed, day("2026-09-28")) == ("comparison",)


def test_who_disagrees_with_the_result_keeps_the_annotation(case, take):
    dismissed = take(case, FILED, FORWARDED, ("2026-10-08", "officer", "dismiss"))
    assert not is_annotated(dismissed)

    assert is_annotated(take(dismissed, ("2026-10-09", "owner", "dissent")))


def test_a_result_for_the_organisation_takes_a_second_person_of_the_provider(case, people, day, take):
    proposed = take(case, FILED, FORWARDED, ("2026-10-08", "officer", "propose_upholding"))
    confirm = Act("uphold_with_withdrawal", people["officer"])

    with pytest.raises(SamePerson, match="另一人"):
        move(OBJECTION, proposed, confirm, day("2026-10-08"))

    moved = move(OBJECTION, proposed, replace(confirm, by=people["officer2"]), day("2026-10-08"))
    assert moved.effect is Effect.WITHDRAW
    assert OBJECTION.is_final(moved.case.state)


@pytest.mark.parametrize("who", ["stranger", "elsewhere", "clerk", "centre"])
def test_nobody_but_the_organisation_files_its_objection(who, case, people, day):
    with pytest.raises(NotYours, match="当事组织"):
        move(OBJECTION, case, Act("file", people[who], documents=WITH_GROUNDS), day("2026-09-28"))


@pytest.mark.parametrize("who", ["elsewhere", "clerk", "owner", "centre"])
def test_only_the_unit_that_sent_the_record_verifies_it(who, case, people, day, take):
    forwarded = take(case, FILED, FORWARDED)

    with pytest.raises(NotYours, match="信息提供单位"):
        move(OBJECTION, forwarded, Act("dismiss", people[who], reason="理由"), day("2026-10-08"))


def test_an_objection_without_grounds_and_a_dismissal_without_reason_are_incomplete(case, people, day, take):
    with pytest.raises(Incomplete, match="异议申请及证据"):
        move(OBJECTION, case, Act("file", people["owner"]), day("2026-09-28"))
    with pytest.raises(Incomplete, match="理由"):
        move(
            OBJECTION,
            take(case, FILED, FORWARDED),
            Act("dismiss", people["officer"], reason=" "),
            day("2026-10-08"),
        )


def test_a_step_from_elsewhere_says_where_the_matter_stands(case, people, day, take):
    with pytest.raises(NotFromHere, match="尚未提出"):
        move(OBJECTION, case, Act("forward", people["centre"]), day("2026-09-28"))
    with pytest.raises(NotFromHere, match="核查中"):
        move(OBJECTION, take(case, FILED, FORWARDED), Act("forward", people["centre"]), day("2026-09-29"))


def test_the_buttons_are_the_steps_that_somebody_may_take(case, people, take):
    forwarded = take(case, FILED, FORWARDED)
    buttons = {
        who: [step.code for step in possible(OBJECTION, forwarded, actor)] for who, actor in people.items()
    }

    assert buttons["owner"] == ["withdraw"]
    assert buttons["officer"] == buttons["officer2"] == ["propose_upholding", "dismiss"]
    assert buttons["elsewhere"] == buttons["stranger"] == buttons["centre"] == buttons["clerk"] == []
