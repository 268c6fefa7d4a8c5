"""Likeness orders suggestions; it never says that two names are one."""

from hypothesis import given
from hypothesis import strategies as st

from gongxin.organisations.likeness import Suggestion, likeness, parts, suggest
from gongxin.organisations.name import search_key

KEYS = st.text("华信新科技集团有限公司", max_size=8)


def test_a_mistyped_name_suggests_what_may_have_been_meant():
    assert suggest("华信科技", ["琥珀食品", "华新科技", "华信科枝"]) == [
        Suggestion("华信科枝", 0.75),
        Suggestion("华新科技", 0.75),
    ]


def test_names_that_differ_in_one_character_are_never_said_to_be_the_same():
    found = suggest(search_key("上海华信科技有限公司"), [search_key("上海华新科技有限公司")])

    assert [suggestion.likeness < 1 for suggestion in found] == [True]


def test_swapped_characters_cost_one_change():
    assert likeness("华亭科技", "华科亭技") == 0.75


def test_no_more_than_the_limit_come_back_and_nothing_unlike():
    assert len(suggest("华信", [f"华信{n}" for n in range(20)], limit=5)) == 5
    assert suggest("华信科技", ["白桦运输"]) == []


@given(KEYS, KEYS)
def test_only_equal_texts_are_wholly_alike(one, other):
    assert (likeness(one, other) == 1) is (one == other)
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


def test_the_pieces_of_a_name_say_which_of_them_the_other_has_too():
    assert parts("某市白桦运输有限公司", "某市白桦物流有限公司") == [
        ("某市白桦", True),
        ("运输", False),
        ("有限公司", True),
    ]
    assert parts("甲", "") == [("甲", False)]
    assert parts("", "甲") == []
