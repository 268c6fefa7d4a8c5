"""Repair under Order 36: what it needs, who decides and by when."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.procedures.case import Act, NotRuled, SamePerson, late, move
from gongxin.procedures.repair import REPAIR
from gongxin.procedures.step import Effect

MATERIAL = frozenset({"proof_of_fulfilment", "commitment_letter"})


@pytest.fixture
def take(people, day):
    def go(case, *steps):
        for on, who, step in steps:
            act = Act(step, people[who], reason="理由", documents=MATERIAL | {"repair_elsewhere"})
            case = move(REPAIR, case, act, day(on)).case
        return case

    return go


ASKED = (("2026-12-01", "owner", "file"), ("2026-12-01", "centre", "forward"))


def test_the_unit_decides_within_three_working_days_and_the_applicant_hears_within_ten(case, day, take):
    asked = take(case, *ASKED)
    due = {term.code: term.due_on(day("2026-12-01").calendar) for term in asked.terms}

    assert due == {"feedback": date(2026, 12, 15), "decision": date(2026, 12, 4)}
    assert late(asked, day("2026-12-04")) == ()
    assert late(asked, day("2026-12-07")) == ("decision",)


def test_an_extension_waits_until_the_city_has_decided_how_long_it_is(case, people, day, take, ruled):
    asked = take(case, *ASKED)
    wanted = Act("extend", people["officer"], "情况复杂")
    with pytest.raises(NotRuled, match=r"repair\.extension.*law/parameters/repair\.toml"):
        move(REPAIR, asked, wanted, day("2026-12-03"))

    decided = replace(day("2026-12-03"), parameters=ruled("repair.extension", 5))
    extension = move(REPAIR, asked, wanted, decided).case.terms[-1]

    assert (extension.code, extension.due_on(decided.calendar)) == ("extension", date(2026, 12, 10))


def test_a_repair_is_confirmed_by_a_second_person_and_closes_every_term(case, people, day, take):
    proposed = take(case, *ASKED, ("2026-12-02", "officer", "propose_repair"))
    with pytest.raises(SamePerson):
        take(proposed, ("2026-12-02", "officer", "repair"))

    moved = move(REPAIR, proposed, Act("repair", people["officer2"]), day("2026-12-02"))

    assert moved.effect is Effect.REPAIR
    assert all(term.closed_on for term in moved.case.terms)
    assert [notice.to for notice in moved.notices] == ["organisation", "centre"]


def test_a_second_proposal_is_confirmed_by_somebody_other_than_its_own_author(case, take):
    """Who proposed first may confirm what a colleague proposed after the return."""
    returned = take(
        case,
        *ASKED,
        ("2026-12-02", "officer", "propose_repair"),
        ("2026-12-02", "officer2", "return_proposal"),
        ("2026-12-03", "officer2", "propose_repair"),
    )

    assert take(returned, ("2026-12-03", "officer", "repair")).state == "repaired"
    with pytest.raises(SamePerson):
        take(returned, ("2026-12-03", "officer2", "repair"))


def test_a_repair_won_with_false_materials_is_revoked_by_two_persons_after_a_hearing(case, people, take):
    repaired = take(
        case, *ASKED, ("2026-12-02", "officer", "propose_repair"), ("2026-12-02", "officer2", "repair")
    )
    heard = take(repaired, ("2027-02-01", "officer", "propose_revocation"))

    with pytest.raises(SamePerson):
        take(heard, ("2027-02-10", "officer", "revoke"))
    assert take(heard, ("2027-02-10", "officer2", "revoke")).state == "revoked"
    assert take(heard, ("2027-02-10", "officer2", "keep_repaired")).state == "repaired"


def test_a_repair_decided_elsewhere_is_recognised_with_its_document_and_a_second_person(case, take):
    assert (
        take(case, ("2026-12-01", "officer", "recognise"), ("2026-12-01", "officer2", "repair")).state
        == "repaired"
    )


def test_who_recognises_a_repair_decided_elsewhere_does_not_confirm_it(case, take):
    with pytest.raises(SamePerson):
        take(case, ("2026-12-01", "officer", "recognise"), ("2026-12-01", "officer", "repair"))
