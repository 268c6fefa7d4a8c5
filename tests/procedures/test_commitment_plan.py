"""By when a commitment is verified, and where it stands on a day."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.law.calendar import WorkingCalendar
from gongxin.law.parameter import Parameters, Value, load_parameters
from gongxin.procedures.commitment import COMMITMENT
from gongxin.procedures.commitment_plan import (
    CommitmentStanding,
    CommitmentState,
    DueBy,
    Promise,
    VerificationTerms,
)

MADE = date(2026, 9, 28)  # a Monday before the holiday of 1 to 7 October
CERTIFICATE = Promise("证明事项型", MADE, None)


def terms(plan=None, ruled=None):
    known = load_parameters()
    if ruled:
        kept = known["commitment.verification"]
        value = Value(ruled, kept.unit, COMMITMENT.basis, date(2020, 1, 1), kept.checked_on)
        known = Parameters({**known, kept.key: replace(kept, values=(value,), decision=None)})
    return VerificationTerms(plan or {}, known, WorkingCalendar.published())


def test_a_promise_in_place_of_papers_is_verified_even_where_nobody_said_by_when():
    found = terms().verification(CERTIFICATE)

    assert (found.is_due, found.due_on, found.by) == (True, None, DueBy.NOTHING)


def test_papers_that_follow_are_checked_on_the_day_they_were_promised_for():
    found = terms({"容缺受理型": 60}).verification(Promise("容缺受理型", MADE, date(2026, 10, 20)))

    assert (found.due_on, found.by) == (date(2026, 10, 20), DueBy.COMPLETION)


def test_the_unit_s_plan_counts_working_days_over_the_holiday():
    found = terms({"证明事项型": 5}).verification(CERTIFICATE)

    # 29 and 30 September, then 8, 9 and 10 October, a Saturday worked in exchange.
    assert (found.due_on, found.by) == (date(2026, 10, 10), DueBy.PLAN)


def test_the_template_s_own_term_comes_before_the_plan_and_the_plan_before_the_rule():
    own = replace(CERTIFICATE, template_days=1)

    assert terms({"证明事项型": 5}, ruled=20).verification(own).by is DueBy.TEMPLATE
    assert terms({"证明事项型": 5}, ruled=20).verification(CERTIFICATE).by is DueBy.PLAN
    assert terms(ruled=20).verification(CERTIFICATE).by is DueBy.PARAMETER


@pytest.mark.parametrize("kind", ["主动型", "行业自律型", "其他-公约"])
def test_what_stands_in_for_no_papers_is_not_planned(kind):
    assert not terms({kind: 5}, ruled=5).verification(Promise(kind, MADE, None)).is_due


STANDING = CommitmentStanding(date(2026, 10, 1), date(2027, 10, 1), is_due=True, due_on=date(2026, 10, 31))


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-10-02", CommitmentState.WAITING),
        ("2026-10-16", CommitmentState.SOON),
        ("2026-10-31", CommitmentState.SOON),
        ("2026-11-01", CommitmentState.OVERDUE),
    ],
)
def test_a_verification_turns_amber_half_way_and_is_overdue_the_day_after(on, state):
    assert STANDING.state(date.fromisoformat(on)) is state


def test_what_was_found_outlasts_the_commitment():
    kept = replace(STANDING, performance="full")

    assert kept.state(date(2030, 1, 1)) is CommitmentState.KEPT


def test_one_that_nobody_verifies_runs_until_its_last_day():
    free = CommitmentStanding(date(2026, 10, 1), date(2026, 12, 31), is_due=False, due_on=None)

    assert free.state(date(2026, 12, 31)) is CommitmentState.RUNNING
    assert free.state(date(2027, 1, 1)) is CommitmentState.EXPIRED
