"""A draw from the plan to the tasks: two persons at each turn, steps in the log, repeatable by anybody."""

import json
import runpy
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from gongxin.actions import draw as actions
from gongxin.actions.draw_file import folder_of
from gongxin.actions.draw_plan import DrawRefused, PlannedDraw
from gongxin.catalogue.label import Label
from gongxin.organisations.uscc import make
from gongxin.queries import draw as facts
from gongxin.queries import inspection
from gongxin.queries.inspection import TaskFilter
from gongxin.reports import draw
from gongxin.store.models import Draw, Entry, Organisation
from gongxin.supervision.field_rule import field_rule
from gongxin.supervision.plan import InspectingUnit, InvalidPlan

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
ON = date(2026, 11, 22)
SEEDED = ON + timedelta(days=3)
DECISIONS = Path(__file__).parents[2] / "src" / "gongxin" / "demo" / "decisions"
VERIFIER = Path(__file__).parents[2] / "docs" / "verify_draw.py"
RESTAURANTS, OTHERS = 60, 5


@pytest.fixture
def city(db, settings):
    """Sixty restaurants and five builders, in a city that decided its numbers."""
    settings.GONGXIN_CITY = DECISIONS
    settings.GONGXIN_CITY_FOLDERS = (DECISIONS,)
    codes = [make("91", "310114", f"{10_000_000 + number:08d}") for number in range(RESTAURANTS + OTHERS)]
    Organisation.objects.bulk_create(
        Organisation(
            uscc=code, name=f"示范市第{number}餐饮店", kind="enterprise", status="existing", region="310114",
            industry="H6210" if number < RESTAURANTS else "E4710", is_registered=True,
        )
        for number, code in enumerate(codes)
    )  # fmt: skip
    return codes


def planned(**changes):
    told = {
        "code": "示抽2026-17",
        "name": Label("餐饮服务双随机抽查", "Random inspection of restaurants"),
        "rule": field_rule("food", ON),
        "on": ON,
        "due_on": date(2026, 12, 20),
        "units": (
            InspectingUnit(MARKET, "示范市市场监督管理局", 6),
            InspectingUnit(HOUSING, "示范区住房局", 2),
        ),
        "seed_source": "2026 年 11 月 25 日上午在市政务大厅公开掷骰十次",
        "seed_on": SEEDED,
    }
    return PlannedDraw(**{**told, **changes})


def fixed(codes, **changes):
    """Return a draw whose pool is fixed: the first ten restaurants are poor, all others good."""
    made = actions.plan(planned(**changes), unit=MARKET, by="jia", on=ON)
    grades = dict.fromkeys(codes, "good") | dict.fromkeys(codes[:10], "poor")
    draw.fix(facts.one(made, unit=MARKET), grades=grades, by="yi", on=ON)
    return made


def carried_out(codes, **changes):
    made = fixed(codes, **changes)
    actions.enter_seed(made, "5 3 6 1 2 2 4 6 1 3", proof="大厅公示栏和录像", by="jia", on=SEEDED)
    draw.carry_out(facts.one(made, unit=MARKET), by="yi", on=SEEDED)
    return made


def test_the_pool_is_the_field_in_strata_by_grade_and_its_digest_is_in_the_log(city):
    made = facts.one(fixed(city), unit=MARKET)

    entry = Entry.objects.get(sequence=made.frozen_sequence)
    assert {one["code"]: one["size"] for one in made.strata} == {"a": 0, "b": 50, "c": 0, "d": 10}
    assert (made.pool, made.state) == (RESTAURANTS, "frozen")
    assert (entry.kind, entry.record, json.loads(entry.content)["plan"]) == (
        "draw",
        made.id,
        made.plan_digest,
    )
    assert json.loads(entry.content)["seed_on"] == SEEDED.isoformat()


def test_the_whole_draw_is_found_the_same_by_the_stand_alone_script(city):
    made = carried_out(city)

    assert list(runpy.run_path(str(VERIFIER))["differences_in"](folder_of(made))) == []
    assert facts.one(made, unit=MARKET).count == 3 + 5  # 5 % of fifty, half of ten
    seeded = json.loads(Entry.objects.get(kind="draw", version=2).content)
    assert seeded["seed"] == "5 3 6 1 2 2 4 6 1 3"
    assert set(seeded["files"]) == {"pool.csv", "plan.json", "tickets.csv", "result.csv", "draw.json"}


def test_every_organisation_drawn_is_a_task_of_a_unit_and_of_numbered_places(city):
    made = carried_out(city)

    tasks = [task for unit in (MARKET, HOUSING) for task in inspection.of_unit(unit, TaskFilter(draw=made))]
    assert sorted(task.number for task in tasks) == list(range(1, 9))
    assert {len(task.places) for task in tasks} == {2}
    assert {task.uscc for task in tasks} <= set(city[:RESTAURANTS])


def test_nobody_fixes_the_own_plan_or_draws_with_the_own_seed(city):
    made = actions.plan(planned(), unit=MARKET, by="jia", on=ON)
    with pytest.raises(actions.SecondPerson, match="另一人"):
        draw.fix(facts.one(made, unit=MARKET), grades={}, by="jia", on=ON)
    draw.fix(facts.one(made, unit=MARKET), grades={}, by="yi", on=ON)
    actions.enter_seed(made, "1", proof="公示栏", by="yi", on=SEEDED)
    with pytest.raises(actions.SecondPerson, match="另一人"):
        draw.carry_out(facts.one(made, unit=MARKET), by="yi", on=SEEDED)


def test_a_seed_comes_after_the_pool_was_fixed_and_not_before_its_day(city):
    late = actions.plan(planned(), unit=MARKET, by="jia", on=ON)
    with pytest.raises(DrawRefused, match="须在此前固定"):
        draw.fix(facts.one(late, unit=MARKET), grades={}, by="yi", on=SEEDED)
    made = fixed(city, code="示抽2026-18")
    with pytest.raises(DrawRefused, match="此前不能登记"):
        actions.enter_seed(made, "1", proof="公示栏", by="jia", on=ON)


def test_each_round_and_each_day_has_a_seed_of_its_own(city):
    carried_out(city)
    same, later = (
        fixed(city, code="示抽2026-18"),
        fixed(city, code="示抽2026-19", seed_on=SEEDED + timedelta(days=1)),
    )
    seed = "5 3 6 1 2 2 4 6 1 3"

    with pytest.raises(DrawRefused, match="已经用过"):
        actions.enter_seed(later, seed, proof="公示栏", by="jia", on=SEEDED + timedelta(days=1))
    actions.enter_seed(same, seed, proof="公示栏", by="jia", on=SEEDED)

    assert facts.one(same, unit=MARKET).state == "seeded", "draws of one day may wait for one value"


def test_a_seed_that_does_not_agree_is_taken_back(city):
    made = fixed(city)
    actions.enter_seed(made, "1", proof="公示栏", by="jia", on=SEEDED)

    actions.refuse_seed(made, by="yi")

    assert (facts.one(made, unit=MARKET).state, facts.one(made, unit=MARKET).seed) == ("frozen", "")


def test_a_pool_changed_after_it_was_fixed_is_not_drawn_from(city):
    made = fixed(city)
    actions.enter_seed(made, "1", proof="公示栏", by="jia", on=SEEDED)
    pool = folder_of(made) / "pool.csv"
    pool.write_text(pool.read_text("utf-8").replace(",b\n", ",d\n", 1), "utf-8")

    with pytest.raises(actions.FilesChanged, match="不符"):
        draw.carry_out(facts.one(made, unit=MARKET), by="yi", on=SEEDED)
    assert not (folder_of(made) / "result.csv").exists()


@pytest.mark.parametrize("changed", [{"code": "另一个"}, {"seed_on": ON}, {"plan_digest": "0" * 64}])
def test_the_database_keeps_what_was_published(city, changed):
    made = fixed(city)

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Draw.objects.filter(id=made).update(**changed)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seed_on": ON}, "今天之后"),
        ({"seed_source": " "}, "种子从何而来"),
        ({"due_on": ON}, "不早于种子"),
        ({"team": 3}, "席位"),
        ({"avoided": {"": frozenset({"91310114100000008E"})}}, "回避的理由"),
        ({"avoided": {"": frozenset({"1"})}, "avoided_because": "在查"}, "回避对象代码有误"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(city, changes, said):
    with pytest.raises((DrawRefused, InvalidPlan), match=said):
        actions.plan(planned(**changes), unit=MARKET, by="jia", on=ON)


def test_a_number_is_given_once_and_a_further_round_is_another(city):
    actions.plan(planned(), unit=MARKET, by="jia", on=ON)

    with pytest.raises(DrawRefused, match="换编号"):
        actions.plan(planned(), unit=MARKET, by="jia", on=ON)
    assert actions.plan(planned(round=2), unit=MARKET, by="jia", on=ON)


def test_a_city_that_decided_nothing_cannot_draw_and_is_told_what_to_decide(city, settings):
    made = actions.plan(planned(), unit=MARKET, by="jia", on=ON)
    settings.GONGXIN_CITY_FOLDERS = ()

    with pytest.raises(draw.Undecided, match="food_ratio_a"):
        draw.fix(facts.one(made, unit=MARKET), grades={}, by="yi", on=ON)


def test_a_draw_without_strata_tells_nobody_a_class(city):
    made = facts.one(fixed(city, is_stratified=False), unit=MARKET)

    assert "all" in {
        line.split(",")[1] for line in (folder_of(made.id) / "pool.csv").read_text("utf-8").split()
    }
    assert [(one["code"], one["size"]) for one in made.strata] == [("all", RESTAURANTS)]


def test_the_grades_of_the_field_s_own_model_go_before_those_of_the_comprehensive_ones(city, graded):
    graded("comprehensive_enterprise", ON, {city[0]: "excellent", city[1]: "fair"})
    graded("food_safety", ON, {city[0]: "poor"})

    found = draw.grades(field_rule("food", ON), on=ON)

    assert found == {city[0]: "poor", city[1]: "fair"}


def test_what_the_authority_found_itself_makes_the_class_worse_than_the_grade(city, recorded):
    recorded(
        {"content": {"result_type": "02"}, "uscc": city[0], "tier": None}, item="administrative_inspection"
    )
    recorded(
        {"content": {"result_type": "02"}, "uscc": city[1], "tier": None},
        item="administrative_inspection",
        unit=HOUSING,
    )
    made = facts.one(actions.plan(planned(), unit=MARKET, by="jia", on=ON), unit=MARKET)

    pooled = dict(draw.pooled(made, grades=dict.fromkeys(city, "excellent"), on=ON).rows)

    assert (pooled[city[0]], pooled[city[1]]) == (
        "c",
        "a",
    )  # the housing bureau's finding is not the market's


def test_whose_visits_of_the_year_are_used_up_is_not_in_the_pool(city, recorded):
    """The demo city allows four a year; inspections of four days are on record."""
    recorded(
        *(
            {"content": {"n": n}, "uscc": city[0], "tier": None, "decided_on": date(2026, 5, n)}
            for n in (1, 2, 3, 4)
        ),
        item="administrative_inspection",
    )
    made = facts.one(actions.plan(planned(), unit=MARKET, by="jia", on=ON), unit=MARKET)

    pooled = draw.pooled(made, grades={}, on=ON)

    assert pooled.full == 1
    assert city[0] not in dict(pooled.rows)


def test_region_and_licence_narrow_the_field(city, recorded):
    recorded(
        {"content": {"XK_XKZS": "食品经营许可证"}, "uscc": city[3], "tier": None},
        item="administrative_licence",
    )
    nowhere = actions.plan(planned(regions=("9999",)), unit=MARKET, by="jia", on=ON)
    licensed = actions.plan(planned(code="2", licence="食品经营"), unit=MARKET, by="jia", on=ON)

    assert draw.pooled(facts.one(nowhere, unit=MARKET), grades={}, on=ON).rows == []
    assert [code for code, _ in draw.pooled(facts.one(licensed, unit=MARKET), grades={}, on=ON).rows] == [
        city[3]
    ]


def test_a_draw_is_given_up_after_its_pool_is_fixed_only_by_another_and_in_public(city):
    made = fixed(city)
    with pytest.raises(actions.SecondPerson):
        actions.cancel(made, said="开奖取消", by="yi", on=SEEDED)

    actions.cancel(made, said="开奖取消", by="jia", on=SEEDED)

    shown = facts.published_one(made)
    assert (shown.state, shown.said) == ("withdrawn", "开奖取消")
    assert json.loads(Entry.objects.get(kind="draw", version=2).content)["reason"] == "开奖取消"
    assert len(facts.entries(made)) == 2


def test_whom_the_unit_inspected_as_often_as_the_class_says_is_not_in_the_pool(city, recorded):
    """The demo city's good restaurants are inspected once a year by one unit; another's visit counts not."""
    for unit, code in ((MARKET, city[0]), (HOUSING, city[1])):
        recorded(
            {"content": {"of": unit}, "uscc": code, "tier": None}, item="administrative_inspection", unit=unit
        )
    made = facts.one(actions.plan(planned(), unit=MARKET, by="jia", on=ON), unit=MARKET)

    pooled = dict(draw.pooled(made, grades=dict.fromkeys(city, "good"), on=ON).rows)

    assert city[0] not in pooled
    assert city[1] in pooled
