"""Rules of warnings are data: read whole or refused, silent until the city has decided their numbers."""

from datetime import date
from pathlib import Path

import pytest

from gongxin.catalogue.table import InvalidItem
from gongxin.evaluation.reader import models
from gongxin.law.parameter import load_parameters
from gongxin.supervision.warning_rule import (
    FOLDER,
    WarningKind,
    WarningOutcome,
    precision,
    read_warning_rule,
    warning_rules,
)

ON = date(2026, 11, 22)
DECISIONS = Path(__file__).parents[2] / "src" / "gongxin" / "demo" / "decisions"


def test_every_kind_has_a_rule_and_every_rule_names_parameters_and_models_there_are():
    held, known = load_parameters(), {one.code for one in models()}

    assert {rule.kind for rule in warning_rules()} == set(WarningKind)
    for rule in warning_rules():
        assert all(name in held for name in (*rule.parameters, *filter(None, [rule.due])))
        assert set(rule.models) <= known


def test_a_rule_is_silent_until_the_city_decided_every_number_it_goes_by():
    for rule in warning_rules():
        assert rule.numbers_on(load_parameters(), ON) is None
        assert set(rule.numbers_on(load_parameters(DECISIONS), ON)) == set(rule.parameters)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{title}", "{owner}", "owner"),
        ('kind = "new_record"', 'kind = "rumour"', "kind"),
        ('days = "warning.known_days"\n', "", "days"),
        ('code = "severe_record"', 'code = "severe_record"\nperson = "王"', "person"),
    ],
)
def test_what_no_rule_would_read_or_say_is_refused(tmp_path, old, new, said):
    text = (FOLDER / "severe_record.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "rule.toml"
    path.write_text(text.replace(old, new), "utf-8")

    with pytest.raises(InvalidItem, match=said):
        read_warning_rule(path)


def test_a_city_s_own_rule_takes_the_place_of_ours(tmp_path):
    folder = tmp_path / "supervision" / "warnings"
    folder.mkdir(parents=True)
    text = (FOLDER / "severe_record.toml").read_text("utf-8")
    (folder / "severe_record.toml").write_text(text.replace("新增严重失信记录", "本市口径"), "utf-8")

    names = {rule.code: rule.name.zh for rule in warning_rules(tmp_path)}
    assert names["severe_record"] == "本市口径"
    assert len(names) == len(warning_rules())


def test_precision_is_the_share_acted_upon_of_those_decided():
    assert precision({}) is None
    assert precision({WarningOutcome.ACTED: 3, WarningOutcome.UNFOUNDED: 1}) == 0.75
