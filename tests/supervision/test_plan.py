"""A plan is read whole or refused by name."""

import pytest

from gongxin.catalogue.label import Label
from gongxin.supervision.plan import InvalidPlan, Stratum, read_plan


def test_a_plan_says_what_is_drawn_and_who_inspects(plan):
    known = read_plan(plan)

    assert [one.code for one in known.strata] == ["A", "D"]
    assert [unit.places for unit in known.units] == [6, 2]
    assert (known.team, known.round) == (2, 1)


@pytest.mark.parametrize(
    ("ratio", "floor", "size", "quota"),
    [
        (0.07, 0, 100, 7),  # what was written, not what a binary fraction makes of it
        (0.05, 0, 1_000_000, 50_000),
        (0.02, 0, 101, 3),  # rounded up
        (0.02, 10, 100, 10),  # the floor
        (0.02, 10, 4, 4),  # nobody is drawn twice
        (1, 0, 5, 5),
        (0, 0, 5, 0),
    ],
)
def test_the_quota_is_the_ratio_rounded_up_and_the_floor_at_least(ratio, floor, size, quota):
    assert Stratum("A", Label("优", "A"), ratio, floor).quota(size) == quota


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("team = 2", "team = 3", "席位"),
        ('code = "D"', 'code = "A"', "重复"),
        ("ratio = 0.5", "ratio = 5", "0 到 1"),
        ("floor = 5", "floor = -5", "负数"),
        ("11310114000000000J", "113101140000000001", "有误"),
        ("11310114000000000J", "11310000000000035N", "重复"),
        ('basis = { instrument = "SH", number = "23" }\n', "", "basis"),
        ("team = 2", "team = 2\ninspectors = ['王']", "inspectors"),
        ("places = 2", "places = 2\nroster = ['王']", "roster"),
        ("team = 2", 'team = 2\navoid = [{ unit = "1", organisations = ["x"], reason = "a" }]', "有误"),
        ("[[strata]]", "[[strata", "无法读取"),
        ('instrument = "SH", number = "23"', 'instrument = "NDRC-36", number = "31"', "没有第31条"),
        ('zh = "餐饮', 'zh = "联系 13800138000 餐饮', "手机号"),
        ('name = "示范', 'name = "身份证 11010519491231002X 示范', "身份证"),
    ],
)
def test_what_is_missing_unknown_or_impossible_is_refused(plan, old, new, said):
    """Names of persons have no place in a plan: only units and numbers of places."""
    plan.write_text(plan.read_text("utf-8").replace(old, new, 1), "utf-8")

    with pytest.raises(InvalidPlan, match=said):
        read_plan(plan)
