"""Duplicate and erroneous codes in the register."""

from datetime import date

import pytest

from gongxin.actions.code_fault import look_for_faults, take_step
from gongxin.actions.entry import withdraw
from gongxin.organisations.code_fault import CodeFaultState, CodeFaultStep, StepNotPossible
from gongxin.queries import code_fault as facts
from gongxin.store.models import Entry, Notice

AMBER, BIRCH, CEDAR = "91310000MA0000015F", "91310114MA1GT00019", "92310114MA1GT001XX"
NUMBER = "310000000000019"
SEND, CORRECT, EXPLAIN, CLOSE = (
    CodeFaultStep.SEND, CodeFaultStep.CORRECT, CodeFaultStep.EXPLAIN, CodeFaultStep.CLOSE,
)  # fmt: skip


@pytest.fixture
def register(enter):
    """Return a function that takes registrations in, each (number of its record, code, name, more)."""

    def take(*rows):
        contents = [
            {"number": number, "uscc": uscc, "name": name, "registering_unit": "某市市场监管局", **more}
            for number, uscc, name, more in rows
        ]
        return enter(contents, item="organisation_registration", tier=None)

    return take


@pytest.fixture
def doubled(register):
    register(
        (1, AMBER, "某市琥珀食品有限公司", {"registration_number": NUMBER}),
        (2, BIRCH, "某市琥珀食品有限公司", {"registration_number": NUMBER}),
        (3, CEDAR, "某市雪松经营部", {}),
    )
    look_for_faults()
    (fault,) = facts.faults()
    return fault


def test_a_double_is_found_once_with_whose_it_is(doubled):
    assert (doubled.kind, doubled.codes) == ("two_codes", [AMBER, BIRCH])
    assert (doubled.unit, doubled.registering_unit) == ("11310000MB2F00013X", "某市市场监管局")
    assert look_for_faults().new == 0
    assert len(facts.faults()) == 1


def test_a_code_that_fails_a_check_is_found(register):
    register((1, "91310000MA0000015F"[:16] + "0" + "X", "某市琥珀食品有限公司", {}))

    look_for_faults()

    assert {one.kind.value for one in facts.faults()} <= {"check_character", "organisation_code"}
    assert len(facts.faults()) == 1


def test_the_code_of_a_dissolved_body_that_comes_back_is_found(register):
    register((1, AMBER, "某市琥珀食品有限公司", {"status": "deregistered"}))
    register((1, AMBER, "某市白桦运输有限公司", {"status": "existing"}))

    look_for_faults()

    assert [(one.kind.value, one.codes) for one in facts.faults()] == [("reissued", [AMBER])]


def test_the_way_from_found_to_settled(doubled):
    with pytest.raises(StepNotPossible):
        take_step(doubled.id, CORRECT, by="bu", note="")
    take_step(doubled.id, SEND, by="zhong")
    assert [one.id for one in facts.faults(unit=doubled.unit)] == [doubled.id]
    take_step(doubled.id, CORRECT, by="bu", note="已注销重复登记")
    with pytest.raises(StepNotPossible, match="仍有"):
        take_step(doubled.id, CLOSE, by="zhong")

    withdraw(Entry.objects.get(uscc=BIRCH).record, reason="重复登记", by="bu")
    look_for_faults()
    assert take_step(doubled.id, CLOSE, by="zhong") is CodeFaultState.CLOSED
    assert [(one.step, one.by) for one in facts.steps(doubled.id)] == [
        ("send", "zhong"), ("correct", "bu"), ("close", "zhong"),
    ]  # fmt: skip
    assert facts.faults() == ()


def test_an_explained_fault_stays_closed_and_a_corrected_one_that_returns_opens(doubled):
    take_step(doubled.id, SEND, by="zhong")
    take_step(doubled.id, EXPLAIN, by="bu", note="分立后沿用旧注册号，两个主体都存在")
    take_step(doubled.id, CLOSE, by="zhong")

    assert look_for_faults().new == 0
    assert facts.one(doubled.id).state is CodeFaultState.CLOSED


def test_the_rate_counts_codes_by_registering_unit_and_as_a_whole(doubled):
    (rate,) = facts.rates()

    assert (rate.registering_unit, rate.registered, rate.faulty) == ("某市市场监管局", 3, 2)
    assert facts.overall([rate]).share == pytest.approx(2 / 3)
    assert facts.most_allowed(date(2026, 11, 22)).amount == 0.0001


def test_a_unit_sees_what_was_sent_to_it_and_nothing_else(doubled):
    with pytest.raises(facts.UnknownCodeFault):
        facts.one(doubled.id, unit=doubled.unit)
    take_step(doubled.id, SEND, by="zhong")

    assert facts.one(doubled.id, unit=doubled.unit).id == doubled.id
    with pytest.raises(facts.UnknownCodeFault):
        facts.one(doubled.id, unit="11310114000000000J")


def test_the_unit_is_told_when_a_fault_is_sent_to_it_or_back_to_it(doubled):
    take_step(doubled.id, SEND, by="zhong")
    take_step(doubled.id, EXPLAIN, by="bu", note="分立")
    take_step(doubled.id, CodeFaultStep.RETURN, by="zhong", note="请附依据")

    told = Notice.objects.filter(kind="code_fault_sent", unit=doubled.unit)
    assert [one.values["codes"] for one in told] == [f"{AMBER}、{BIRCH}"] * 2
