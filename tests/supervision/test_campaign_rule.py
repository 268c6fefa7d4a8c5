"""Against which breach a campaign goes: items of the catalogue that everybody may see."""

from datetime import date

import pytest

from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.reader import edition
from gongxin.catalogue.table import InvalidItem
from gongxin.supervision.campaign_rule import campaign_rules, read_campaign_rule

ON = date(2026, 11, 22)


def test_every_rule_names_items_and_tiers_there_are():
    items = edition(ON).items

    for rule in campaign_rules():
        assert set(rule.items) <= set(items), rule.code
        assert set(rule.tiers) <= set(Tier), rule.code
    assert len(campaign_rules()) >= 5


def test_a_rule_without_items_or_with_unknown_words_is_refused(tmp_path):
    path = tmp_path / "rule.toml"
    head = 'code = "x"\nname = { zh = "甲", en = "A" }\nbasis = [{ instrument = "QJ" }]\n'
    for text in (head + "items = []\n", head + 'items = ["honour"]\nnatural_persons = true\n'):
        path.write_text(text, "utf-8")
        with pytest.raises(InvalidItem):
            read_campaign_rule(path)
