"""What a change to an item would do to the records on file."""

from datetime import date

import pytest

from gongxin.catalogue.draft import ItemDraft, check, first_text
from gongxin.catalogue.label import Label
from gongxin.queries.effect import effect, effects

ON = date(2026, 11, 22)


@pytest.fixture
def would_be(published, tmp_path, settings):
    """Return what a change of an item of ours would do to the small city's records."""
    (tmp_path / "catalogue").mkdir()

    def look(item, text):
        draft = ItemDraft(item, f'override = "{item}"\n{text}', "trial", date(2027, 1, 1), Label("x", "x"))
        checked = check(draft, tmp_path)
        assert checked.findings == ()
        return effect(item, checked.edition, on=ON)

    return look


def test_a_change_that_changes_nothing_for_the_records_says_so(would_be):
    found = would_be("administrative_licence", "order = 21")

    assert (found.records, found.looked_at, found.is_none) == (24, 24, True)


def test_a_field_that_becomes_required_rejects_records_without_it(would_be):
    text = """[[fields]]
code = "XK_BZNEW"
label = { zh = "新增必填", en = "Newly required" }
kind = "text"
length = 20
required = true
example = "x"
"""
    found = would_be("administrative_licence", text)

    assert (found.rejected, found.accepted) == (24, 0)
    assert found.findings["required.missing"][1] - found.findings["required.missing"][0] == 24


def test_another_publicity_rule_changes_windows(would_be):
    basis = '{ instrument = "AL", number = "40" }'
    found = would_be("administrative_licence", f'publicity = {{ kind = "standing", basis = {basis} }}')

    assert (found.window, found.tier, found.rejected) == (24, 0, 0)


def test_an_item_without_records_is_affected_nowhere(would_be):
    assert would_be("charity_donation", "order = 3").looked_at == 0


@pytest.fixture
def list_would_be(published, tmp_path):
    """Return what a change of another list would do."""
    (tmp_path / "catalogue").mkdir()

    def look(name, text):
        draft = ItemDraft(name, first_text(name) + text, "trial", date(2027, 1, 1), Label("x", "x"))
        checked = check(draft, tmp_path)
        assert checked.findings == ()
        return effects(name, checked.edition, on=ON)

    return look


def test_another_tier_of_conduct_is_counted_on_the_records_of_its_item(list_would_be):
    found = list_would_be("behaviours/listed_work_safety", 'tier = "ordinary"\n')

    assert [*found.items] == ["list_work_safety"]
    assert found.openings == ()


def test_an_item_that_a_matter_would_open_is_counted(list_would_be):
    found = list_would_be("applications/qualification", 'items = ["administrative_licence"]\n')

    opened = {one.item: one for one in found.openings}
    assert (opened["administrative_licence"].opens, opened["administrative_licence"].records) == (True, 24)
    assert not opened["market_ban"].opens
    assert found.items == {}
