"""Duplicate and erroneous codes."""

import pytest

from gongxin.organisations.code_fault import (
    CodeFault,
    CodeFaultKind,
    CodeFaultState,
    CodeFaultStep,
    Registered,
    StepNotPossible,
    after,
    of_check,
    of_number,
    of_versions,
    steps,
)

AMBER, BIRCH, CEDAR = "91310000MA0000015F", "91310114MA1GT00019", "92310114MA1GT001XX"
NUMBER = "310000000000019"


def registered(uscc, key, status="existing", *former):
    return Registered(uscc, key, status, frozenset(former))


def test_two_codes_of_one_name_and_one_old_number_are_one_body():
    found = list(of_number(NUMBER, [registered(BIRCH, "白桦"), registered(AMBER, "白桦")]))

    assert found == [CodeFault(CodeFaultKind.TWO_CODES, (AMBER, BIRCH))]


def test_two_names_of_one_old_number_share_it():
    found = list(of_number(NUMBER, [registered(AMBER, "琥珀"), registered(BIRCH, "白桦")]))

    assert found == [CodeFault(CodeFaultKind.SHARED_NUMBER, (AMBER, BIRCH), NUMBER)]
    assert found[0].key == NUMBER


@pytest.mark.parametrize("status", ["deregistered", "annulled", "moved_out"])
def test_who_was_registered_anew_after_the_end_has_another_code_by_law(status):
    assert list(of_number(NUMBER, [registered(AMBER, "白桦", status), registered(BIRCH, "白桦")])) == []


@pytest.mark.parametrize("status", ["revoked", "suspended", "liquidating"])
def test_a_body_that_only_rests_still_counts(status):
    assert list(of_number(NUMBER, [registered(AMBER, "白桦", status), registered(BIRCH, "白桦")])) != []


def test_one_body_with_its_own_number_is_no_fault():
    assert list(of_number(NUMBER, [registered(AMBER, "白桦")])) == []


def test_a_code_that_had_ended_and_comes_back_under_another_name_was_issued_again():
    fault = of_versions(registered(AMBER, "白桦", "deregistered"), registered(AMBER, "琥珀"))

    assert fault == CodeFault(CodeFaultKind.REISSUED, (AMBER,))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (registered(AMBER, "白桦", "deregistered"), registered(AMBER, "白桦")),
        (registered(AMBER, "白桦", "deregistered"), registered(AMBER, "琥珀", "existing", "白桦")),
        (registered(AMBER, "白桦"), registered(AMBER, "琥珀")),
        (registered(AMBER, "白桦", "deregistered"), registered(AMBER, "琥珀", "deregistered")),
        (registered(AMBER, "白桦", "revoked"), registered(AMBER, "琥珀")),
    ],
    ids=["ended in error", "renamed", "renamed while there", "still gone", "revoked and renamed"],
)
def test_the_same_body_keeps_its_code(earlier, later):
    assert of_versions(earlier, later) is None


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("uscc.check_character", CodeFaultKind.CHECK_CHARACTER),
        ("uscc.length", CodeFaultKind.CHECK_CHARACTER),
        ("uscc.organisation_code", CodeFaultKind.ORGANISATION_CODE),
        ("uscc.kind", CodeFaultKind.UNKNOWN_CLASS),
        ("uscc.region", CodeFaultKind.UNKNOWN_REGION),
    ],
)
def test_a_code_that_fails_its_check_is_erroneous(rule, kind):
    assert of_check(AMBER, rule) == CodeFault(kind, (AMBER,))


@pytest.mark.parametrize(
    ("state", "step", "then"),
    [
        ("open", "send", "sent"),
        ("sent", "correct", "corrected"),
        ("sent", "explain", "explained"),
        ("corrected", "close", "closed"),
        ("explained", "close", "closed"),
        ("explained", "return", "sent"),
        ("closed", "reopen", "open"),
    ],
)
def test_each_step_leads_where_the_table_says(state, step, then):
    assert after(CodeFaultState(state), CodeFaultStep(step), note="已核对", is_still_there=False) == then


@pytest.mark.parametrize(
    ("state", "step", "note", "is_still_there"),
    [
        ("open", "close", "x", False),
        ("sent", "send", "x", False),
        ("closed", "correct", "x", False),
        ("sent", "explain", " ", False),
        ("explained", "return", "", False),
        ("corrected", "close", "x", True),
    ],
    ids=["not answered", "sent twice", "over", "no explanation", "no reason", "still in the register"],
)
def test_a_step_that_is_not_possible_is_refused(state, step, note, is_still_there):
    with pytest.raises(StepNotPossible):
        after(CodeFaultState(state), CodeFaultStep(step), note=note, is_still_there=is_still_there)


def test_an_explained_fault_may_stay_in_the_register():
    assert after(CodeFaultState.EXPLAINED, CodeFaultStep.CLOSE, note="", is_still_there=True) == "closed"


def test_nobody_takes_a_step_from_a_closed_fault():
    assert steps(CodeFaultState.CLOSED) == ()
    assert set(steps(CodeFaultState.SENT)) == {CodeFaultStep.CORRECT, CodeFaultStep.EXPLAIN}
