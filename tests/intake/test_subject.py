"""Whom a row is about: the register resolves old numbers and never guesses from a name."""

from collections.abc import Sequence

import pytest

AMBER = "91310000MA0000015F"


class Known:
    """A register in memory."""

    def by_old_identifiers(self, numbers: Sequence[str]) -> Sequence[tuple[str, str]]:
        held = {"310114000123456": [AMBER], "甲字1号": [AMBER, "91310000MA0000023X"]}
        return [(number, code) for number in numbers for code in held.get(number, [])]

    def names(self, usccs: Sequence[str]) -> Sequence[tuple[str, str]]:
        return [(AMBER, "琥珀食品有限公司"), (AMBER, "琥珀（示范）食品厂")] if AMBER in usccs else []


@pytest.fixture
def outcome(screened, sound):
    def run(**change):
        screening = screened([{**sound, **change}], register=Known())
        ask = screening.connection.execute
        (found,) = ask("SELECT outcome FROM outcome").fetchone()
        return (
            found,
            [r[0] for r in ask("SELECT rule FROM findings").fetchall()],
            ask("SELECT reason FROM unmatched").fetchall(),
            ask("SELECT uscc FROM clean").fetchall(),
        )

    return run


def test_an_old_number_leads_to_the_code(outcome):
    assert outcome(CF_XDR_SHXYM="", CF_XDR_GSZC="310114000123456") == ("clean", [], [], [(AMBER,)])


def test_the_placeholder_of_a_sole_trader_leads_there_too(outcome):
    found = outcome(CF_XDR_SHXYM="0" * 17 + "X", CF_XDR_GSZC="310114000123456", CF_XDR_LB="个体工商户")

    assert found == ("clean", [], [], [(AMBER,)])


@pytest.mark.parametrize(
    ("number", "reason"), [("", "name_only"), ("没有的号", "unknown_number"), ("甲字1号", "several")]
)
def test_what_the_register_cannot_tell_waits_for_a_person(outcome, number, reason):
    assert outcome(CF_XDR_SHXYM="", CF_XDR_GSZC=number) == (
        "rejected",
        ["subject.unmatched"],
        [(reason,)],
        [],
    )


def test_a_row_with_other_faults_is_no_question_for_an_officer(outcome):
    found, _, unmatched, _ = outcome(CF_XDR_SHXYM="", CF_WSH="")

    assert (found, unmatched) == ("rejected", [])


def test_a_code_known_under_another_name_is_a_warning(outcome):
    assert outcome(CF_XDR_SHXYM=AMBER, CF_XDR_MC="琥珀食品有限公司")[1] == []
    assert outcome(CF_XDR_SHXYM=AMBER, CF_XDR_MC="琥珀(示范)食品厂")[1] == []
    assert outcome(CF_XDR_SHXYM=AMBER, CF_XDR_MC="白桦运输有限公司")[:2] == (
        "clean",
        ["subject.name_differs"],
    )


def test_without_a_register_an_old_number_is_taken_on_trust_with_a_warning(rules, sound):
    row = {**sound, "CF_XDR_SHXYM": "", "CF_XDR_GSZC": "310114000123456"}

    assert rules(row) == [(1, "CF_XDR_SHXYM", "subject.by_old_identifier")]


def test_a_record_found_by_an_old_number_is_the_same_record(screened, sound):
    def record(row):
        return screened([row], register=Known()).connection.execute("SELECT record FROM clean").fetchone()

    by_code = record({**sound, "CF_XDR_SHXYM": AMBER})
    by_number = record({**sound, "CF_XDR_SHXYM": "", "CF_XDR_GSZC": "310114000123456"})

    assert by_code == by_number
