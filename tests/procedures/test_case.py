"""Years of cases from seeds: late units, people who try what is not theirs, holidays in between."""

from datetime import date, timedelta
from random import Random

import pytest

from gongxin.procedures.case import Act, Case, NotRuled, Refused, late, move, possible
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.objection import is_suspended
from gongxin.procedures.procedure import START
from gongxin.procedures.step import DOCUMENTS, Effect

YEARS = 2_000  # seeds
STEPS = 40


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=PROCEDURES)
def test_no_course_of_events_breaks_a_procedure(procedure, people, day):
    ended = 0
    for seed in range(YEARS):
        ended += live(procedure, Random(seed), people, day)

    assert ended > YEARS / 3  # courses that really went somewhere


def live(procedure, dice, people, day):
    """Let people try steps and look at the case after each; return whether it came to an end."""
    case, on = Case("91310114MA1GT00019", "11310000000000035N"), date(2026, 4, 13)
    for _ in range(STEPS):
        on += timedelta(days=dice.choice([0, 0, 1, 2, 5, 12]))
        who = dice.choice(list(people.values()))
        step = dice.choice([*possible(procedure, case, who)] * 3 + [dice.choice(procedure.steps)])
        days = dict.fromkeys(step.days, "2099-12-31")
        act = Act(step.code, who, dice.choice(["", "理由"]), frozenset(DOCUMENTS), days)
        today = day(on)
        allowed = step in possible(procedure, case, who) and (act.reason or not step.needs_reason)
        try:
            moved = move(procedure, case, act, today)
        except NotRuled:
            assert step.is_ruled or step.waits_for  # the table lets it, and the city has not decided
            continue
        except Refused:
            assert not allowed
            continue
        assert allowed
        check_move(procedure, case, moved, step, today)
        case = moved.case
    return case.state != START and procedure.is_final(case.state)


def check_move(procedure, before, moved, step, today):
    after = moved.case
    assert (before.state in step.from_, after.state) == (True, step.to)
    assert after.done[: len(before.done)] == before.done  # what was done is never taken back
    assert len(after.done) == len(before.done) + 1
    if step.unlike:
        assert [done.by for done in before.done if done.step in step.unlike][-1:] != [after.done[-1].by]
    if moved.effect in (Effect.WITHDRAW, Effect.ERASE, Effect.REPAIR):
        assert len({done.by for done in after.done[-2:]}) == 2
    for term in after.terms:
        last = term.due_on(today.calendar)
        assert last is None or today.calendar.is_working_day(last)
        assert not (term.paused_on and term.closed_on and term.paused_on > term.closed_on)
    if procedure.is_final(after.state):
        assert all(term.closed_on for term in after.terms)
        assert late(after, today) == ()
    if procedure.code == "objection" and is_suspended(after, today.on, today.calendar):
        assert "verification" in late(after, today)
