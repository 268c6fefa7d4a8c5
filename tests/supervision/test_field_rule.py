"""Rules by field: read whole or refused, in force from a day, silent on what the city has not decided."""

from datetime import date
from pathlib import Path

import pytest

from gongxin.catalogue.reader import edition
from gongxin.catalogue.table import InvalidItem
from gongxin.evaluation.grade import Grade
from gongxin.law.parameter import load_parameters
from gongxin.supervision.field_rule import (
    FOLDER,
    UnknownField,
    field_rule,
    field_rules,
    read_field_rule,
)

ON = date(2026, 11, 22)
DECISIONS = Path(__file__).parents[2] / "src" / "gongxin" / "demo" / "decisions"
FOOD = FOLDER / "2026" / "food.toml"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.toml")), ids=lambda path: path.stem)
def test_every_shipped_rule_covers_every_grade_and_names_what_there_is(path):
    rule, held, items = read_field_rule(path), load_parameters(), edition(ON).items

    assert {grade for one in rule.classes for grade in one.grades} == set(Grade)
    assert all(name in held for one in rule.classes for name in (one.ratio, one.frequency))
    for finding in rule.findings:
        assert finding.months in held
        assert not finding.count or finding.count in held
        item = items[finding.item]
        assert not finding.column or set(finding.values) <= set(item.field(finding.column).codes)


def test_a_rule_is_in_force_from_its_day_on():
    with pytest.raises(UnknownField):
        field_rule("food", date(2025, 12, 31))
    assert field_rule("food", date(2026, 1, 1)).from_ == date(2026, 1, 1)


def test_a_later_edition_takes_over_on_its_day_and_the_earlier_one_stays_for_the_days_before(tmp_path):
    folder = tmp_path / "supervision" / "fields" / "2027"
    folder.mkdir(parents=True)
    text = FOOD.read_text("utf-8").replace("from = 2026-01-01", "from = 2027-01-01")
    (folder / "food.toml").write_text(text.replace("食品生产经营", "食品（新）"), "utf-8")

    assert field_rule("food", ON, tmp_path).name.zh == "食品生产经营"
    assert field_rule("food", date(2027, 1, 1), tmp_path).name.zh == "食品（新）"
    assert len(field_rules(date(2027, 1, 1), tmp_path)) == len(field_rules(ON))


def test_without_the_city_s_numbers_it_says_which_are_missing():
    rule = field_rule("food", ON)

    assert rule.undecided(load_parameters(), ON) == tuple(f"supervision.food_ratio_{code}" for code in "abcd")
    assert rule.undecided(load_parameters(DECISIONS), ON) == ()
    assert [one.ratio_on(load_parameters(DECISIONS), ON).amount for one in rule.classes] == [
        0.02,
        0.05,
        0.15,
        0.5,
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('ungraded = "b"', 'ungraded = "x"', "没有风险类别"),
        ('to = "c"', 'to = "x"', "没有风险类别"),
        ('grades = ["good"]', 'grades = ["excellent"]', "重复"),
        ('"H62"', '"Z62"', "行业"),
        ('column = "result_type"\n', "", "一并"),
        ('manner = "offsite"', 'manner = "gently"', "manner"),
        ("[[classes]]", 'inspectors = ["王"]\n[[classes]]', "inspectors"),
    ],
)
def test_what_is_missing_unknown_or_contradictory_is_refused(tmp_path, old, new, said):
    path = tmp_path / "food.toml"
    text = FOOD.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(InvalidItem, match=said):
        read_field_rule(path)
