"""What may be erased on request, and from when what nobody may query is emptied."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.catalogue import reader
from gongxin.disclosure.erasure_rule import KEPT, LABELS, ErasureRule, expired_before, is_deletable
from gongxin.law.citation import Article
from gongxin.law.parameter import Value, load_parameters


@pytest.fixture
def kept():
    held = load_parameters()[KEPT]
    value = Value(6, "months", Article("SH", "27"), date(2026, 1, 1), date(2026, 11, 22))
    return replace(held, values=(value,), decision=None)


def test_every_rule_is_named():
    assert set(LABELS) == set(ErasureRule)


def test_what_an_organisation_may_have_deleted_are_its_honours_volunteering_and_donations():
    items = reader.edition(date(2026, 11, 22)).items.values()

    deletable = {item.code for item in items if is_deletable(item)}

    assert {"honour", "volunteer_service", "charity_donation", "administrative_reward"} <= deletable
    assert "administrative_penalty" not in deletable
    assert not any(item.is_adverse for item in items if item.code in deletable)


def test_nothing_expires_for_good_until_the_city_has_decided_for_how_long_it_is_kept(kept):
    assert expired_before(load_parameters()[KEPT], date(2026, 11, 22)) is None
    assert expired_before(kept, date(2025, 12, 31)) is None
    assert expired_before(kept, date(2026, 11, 22)) == date(2026, 5, 22)
    assert expired_before(kept, date(2026, 8, 31)) == date(2026, 2, 28)
