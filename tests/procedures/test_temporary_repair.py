"""Temporary repair: with the court's ruling, until a day, by two persons; for good once the plan is done."""

import pytest

from gongxin.procedures.case import Act, Incomplete, SamePerson, move
from gongxin.procedures.step import Effect
from gongxin.procedures.temporary_repair import TEMPORARY_REPAIR

MATERIAL = frozenset({"court_document", "commitment_letter"})
FILED = ("2026-12-01", "owner", "file")
ASKED = (FILED, ("2026-12-01", "centre", "forward"))
GRANTED = (*ASKED, ("2026-12-02", "officer", "propose_repair"), ("2026-12-03", "officer2", "repair"))


@pytest.fixture
def take(people, day):
    def go(case, *steps, **changes):
        for on, who, step in steps:
            days = {"until": "2028-06-30"} if TEMPORARY_REPAIR.step(step).days else {}
            given = {"reason": "理由", "documents": MATERIAL, "values": days} | changes
            moved = move(TEMPORARY_REPAIR, case, Act(step, people[who], **given), day(on))
            case = moved.case
        return moved

    return go


def test_it_is_asked_for_with_the_ruling_and_the_day_on_which_the_plan_ends(case, take):
    assert take(case, FILED).case.state == "received"
    with pytest.raises(Incomplete, match="裁定书"):
        take(case, FILED, documents=frozenset({"commitment_letter"}))


@pytest.mark.parametrize("until", ["", "2026-12-01", "2026-11-30", "soon", "2027-02-30", "20280630"])
def test_a_day_that_is_none_or_not_to_come_is_refused(case, take, until):
    with pytest.raises(Incomplete):
        take(case, FILED, values={"until": until})


def test_a_second_person_grants_it_and_every_term_is_closed(case, take):
    granted = take(case, *GRANTED)

    assert (granted.case.state, granted.effect) == ("in_force", Effect.REPAIR_FOR_A_TIME)
    assert all(term.closed_on for term in granted.case.terms)
    assert TEMPORARY_REPAIR.is_settled("in_force")
    with pytest.raises(SamePerson):
        take(case, *ASKED, ("2026-12-02", "officer", "propose_repair"), ("2026-12-03", "officer", "repair"))


def test_once_the_plan_is_carried_out_it_becomes_a_repair_for_good(case, take):
    done = take(
        case,
        *GRANTED,
        ("2028-05-02", "owner", "report_completion"),
        ("2028-05-03", "officer", "propose_lasting"),
        ("2028-05-04", "officer2", "make_lasting"),
    )

    assert (done.case.state, done.effect) == ("lasting", Effect.REPAIR)


def test_a_plan_that_fails_ends_it_after_the_organisation_was_told_and_by_two_persons(case, take):
    proposed = take(case, *GRANTED, ("2027-03-01", "officer", "propose_end"))

    assert [notice.kind for notice in proposed.notices] == ["repair_revocation_heard"]
    with pytest.raises(SamePerson):
        take(proposed.case, ("2027-03-20", "officer", "end"))
    assert take(proposed.case, ("2027-03-20", "officer2", "end")).effect is Effect.RESTORE
