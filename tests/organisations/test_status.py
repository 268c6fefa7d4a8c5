"""Registers write a state in many words."""

import pytest

from gongxin.organisations.status import BY_WORD, WORDS, Status, status


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("存续", Status.EXISTING),
        ("在业", Status.EXISTING),
        ("存续（在营、开业、在册）", Status.EXISTING),
        (" 开业 ", Status.EXISTING),
        ("注销", Status.DEREGISTERED),
        ("吊销，已注销", Status.DEREGISTERED),
        ("吊销,未注销", Status.REVOKED),
        ("撤销", Status.ANNULLED),
        ("迁出", Status.MOVED_OUT),
        ("停业", Status.SUSPENDED),
        ("清算", Status.LIQUIDATING),
        ("deregistered", Status.DEREGISTERED),
    ],
)
def test_a_word_means_a_state(text, state):
    assert status(text) is state


def test_an_unknown_word_is_not_guessed():
    assert status("待核实") is None
    assert status("") is None


def test_only_those_that_may_do_business_are_active():
    assert {state for state in Status if state.is_active} == {Status.EXISTING, Status.MOVED_IN}


def test_no_word_means_two_states_and_every_state_can_be_written():
    assert len(BY_WORD) == sum(len(words) + 1 for words in WORDS.values())
    assert set(WORDS) == set(Status)
    assert all(status(state.label.zh) is state for state in Status)
