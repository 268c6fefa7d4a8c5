"""The class of a subject, by the first two characters of its code."""

import pytest

from gongxin.organisations.kind import Kind, kind_of, prefixes


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("11310000000000000X", Kind.GOVERNMENT_BODY),
        ("12310000000000000X", Kind.PUBLIC_INSTITUTION),
        ("13310000000000000X", Kind.PUBLIC_INSTITUTION),
        ("51310000000000000X", Kind.SOCIAL_ORGANISATION),
        ("81310000000000000X", Kind.SOCIAL_ORGANISATION),
        ("91310000000000000X", Kind.ENTERPRISE),
        ("93310000000000000X", Kind.ENTERPRISE),
        ("92310000000000000X", Kind.SOLE_TRADER),
        ("31310000000000000X", Kind.OTHER),
        ("N2310000000000000X", Kind.OTHER),
        ("G7310000000000000X", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_the_first_two_characters_say_the_kind(code, kind):
    assert kind_of(code) is kind


def test_every_kind_but_other_has_a_prefix_and_all_have_names():
    assert {prefix.kind for prefix in prefixes().values()} == set(Kind)
    assert all(kind.label.zh and kind.label.en for kind in Kind)


def test_a_prefix_names_its_department():
    assert prefixes()["91"].department.zh == "市场监管"
    assert prefixes()["91"].verified
    assert not prefixes()["31"].verified
