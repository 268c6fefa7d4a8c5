"""Every table of steps as a whole: no state without a way in or out, no term without an end."""

import pytest

from gongxin.law.instrument import instruments
from gongxin.law.parameter import load_parameters
from gongxin.procedures.index import PROCEDURES, UnknownProcedure, procedure
from gongxin.procedures.procedure import START, UnknownStep
from gongxin.procedures.step import DOCUMENTS, Effect

EACH = pytest.mark.parametrize("known", PROCEDURES.values(), ids=PROCEDURES)
FOR_GOOD = {Effect.WITHDRAW, Effect.ERASE, Effect.REPAIR, Effect.REPAIR_FOR_A_TIME, Effect.RESTORE}


@EACH
def test_every_state_is_reached_and_named(known):
    assert {step.to for step in known.steps} == set(known.states)
    assert {state for step in known.steps for state in step.from_} <= {START, *known.states}


@EACH
def test_from_every_state_some_way_leads_to_an_end(known):
    ends = {state for state in known.states if known.is_final(state)}
    assert ends
    leads = set(ends)
    for _ in known.states:
        leads |= {state for step in known.steps if step.to in leads for state in step.from_}

    assert {START, *known.states} <= leads


@EACH
def test_a_term_that_a_step_opens_is_closed_on_every_way_to_an_end(known):
    """Walk every path without going round in circles and carry the open terms along."""
    unclosed = []

    def walk(state, terms, passed):
        if known.is_final(state) and terms:
            unclosed.append((state, terms))
        for step in known.steps_from(state):
            if step.code not in passed:
                walk(step.to, (terms | set(step.opens)) - set(step.closes), passed | {step.code})

    walk(START, frozenset(), frozenset())

    assert unclosed == []


@EACH
def test_what_cannot_be_undone_takes_two_persons(known):
    alone = [step.code for step in known.steps if step.effect in FOR_GOOD and not step.unlike]
    proposals = {code for step in known.steps for code in step.unlike}

    assert alone == []
    assert proposals <= {step.code for step in known.steps}


@EACH
def test_every_step_rests_on_an_article_that_is_held(known):
    held = instruments()

    assert [step.code for step in known.steps if not held[step.basis.instrument].holds(step.basis)] == []


@EACH
def test_every_term_counts_by_a_parameter_and_every_document_has_a_name(known):
    assert {term.parameter for term in known.terms} <= set(load_parameters())
    assert {code for step in known.steps for code in step.documents} <= set(DOCUMENTS)


@EACH
def test_a_pause_can_be_ended(known):
    for step in known.steps:
        if step.pauses:
            assert any(one.resumes for one in known.steps_from(step.to))


@EACH
def test_a_refusal_gives_its_reason(known):
    silent = [
        step.code
        for step in known.steps
        if step.code in ("refuse", "dismiss", "keep", "revoke", "return_proposal") and not step.needs_reason
    ]

    assert silent == []


def test_an_unknown_procedure_or_step_is_answered_with_those_there_are():
    with pytest.raises(UnknownProcedure, match="objection"):
        procedure("appeal")
    with pytest.raises(UnknownStep, match="forward"):
        procedure("objection").step("fax")
