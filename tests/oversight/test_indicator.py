"""Indicators are read strictly: what nobody would read, or engines would read differently, is refused."""

import pytest

from gongxin.catalogue.table import InvalidItem
from gongxin.law.parameter import load_parameters
from gongxin.oversight.indicator import FOLDER, UnknownIndicator, indicator, indicators, read_indicator

GOOD = (FOLDER / "timeliness.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('relation = "record"', 'relation = "record"\nweight = 2'),
        ('relation = "record"', 'relation = "person"'),
        ("NOT is_late", "NOT late"),
        ("NOT is_late", "is_late; DROP TABLE record"),
        ("NOT is_late", "is_late IN (SELECT is_late FROM record)"),
        ("NOT is_late", "unit SIMILAR TO '.*'"),
        ("NOT is_late", "length(unit) / 3 > 1"),
        ("NOT is_late", "received_on > now()"),
        ('{ where = "NOT is_late" }', '{ sum = "unit" }'),
        ('by = ["unit", "item"]', 'by = ["uscc"]'),
        ("months = 12", "months = 0"),
        ('target = "oversight.timely_share"\n', ""),
    ],
)
def test_what_does_not_fit_is_refused(before, after, tmp_path):
    path = tmp_path / "odd.toml"
    assert before in GOOD
    path.write_text(GOOD.replace(before, after), "utf-8")

    with pytest.raises(InvalidItem):
        read_indicator(path)


def test_every_target_is_a_legal_number_with_a_source_or_left_to_the_city():
    held = load_parameters()

    assert {one.target for one in indicators() if one.target} <= set(held)


def test_a_city_s_own_takes_the_place_of_ours(tmp_path):
    folder = tmp_path / "oversight" / "indicators"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text(GOOD.replace("months = 12", "months = 3"), "utf-8")

    assert indicator("timeliness", tmp_path).months == 3
    assert len(indicators(tmp_path)) == len(indicators())


def test_an_unknown_indicator_is_told_which_there_are():
    with pytest.raises(UnknownIndicator, match="timeliness"):
        indicator("speed")
