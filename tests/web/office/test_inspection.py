"""Tasks of inspection: what is due, the budget across units, results released by two persons."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from gongxin.actions import inspection as actions
from gongxin.actions.inspection import Budget, Task
from gongxin.actions.unit_setting import release_apart
from gongxin.organisations.uscc import make
from gongxin.queries import disturbance, inspection
from gongxin.queries.inspection import TaskFilter
from gongxin.reports import draw as reports
from gongxin.store.models import Batch, Inspection, Organisation, Visit
from gongxin.supervision.disturbance import Placing

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
DECISIONS = Path(__file__).parents[3] / "src" / "gongxin" / "demo" / "decisions"
AMBER = make("91", "310114", "30000001")


@pytest.fixture
def city(people, settings):
    settings.GONGXIN_CITY_FOLDERS = (DECISIONS,)
    Organisation.objects.create(
        uscc=AMBER, name="琥珀食品有限公司", kind="enterprise", status="existing", is_registered=True
    )


def due(days=20):
    return localdate() + timedelta(days=days)


def ordered(unit=MARKET, *, kind="routine", days=20):
    task = Task(kind, AMBER, unit, "food", due(days), reason="年度计划")
    return actions.order(task, reports.budget(task.due_on, on=localdate()), by="somebody", on=localdate())


def finish():
    """Let every open task be done, so that its visit is over."""
    for one in Inspection.objects.filter(record=None):
        Inspection.objects.filter(id=one.id).update(
            record=one.id, result_type="01", inspected_on=localdate(), linked_at="2026-11-22T08:00:00Z"
        )


def test_two_units_go_together_and_the_visit_is_due_when_the_first_task_is(city):
    assert ordered(days=20) is Placing.VISIT
    assert ordered(HOUSING, days=10) is Placing.MERGED

    assert [visit.due_on for visit in Visit.objects.all()] == [due(10)]
    (mine,) = inspection.of_unit(MARKET, TaskFilter())
    assert mine.others == ["示范市示范区住房保障和房屋管理局"]
    spared = disturbance.spared_in(due().year)
    assert (spared.tasks, spared.visits, spared.merged, spared.joint, spared.saved) == (2, 1, 1, 1, 1)


def test_after_the_year_s_visits_only_complaints_are_followed_up(city):
    for _ in range(4):  # the demo city's cap
        assert ordered() is Placing.VISIT
        finish()

    assert ordered(HOUSING) is Placing.SPARED
    assert ordered(kind="complaint") is Placing.VISIT
    assert disturbance.visits_in(due().year, on=localdate())[AMBER].counted == 4
    assert disturbance.spared_in(due().year).spared == 1


def test_an_inspection_on_record_without_a_task_counts_too(city, recorded):
    recorded(
        {"content": {"result_type": "01"}, "uscc": AMBER, "tier": None}, item="administrative_inspection"
    )

    assert disturbance.visits_in(2026, on=localdate())[AMBER].counted == 1
    assert [(one.visits, one.open) for one in disturbance.busiest(2026, on=localdate())] == [(1, 0)]


def test_a_task_is_given_out_on_the_page_and_merged_before_the_eyes_of_the_clerk(city, signed_in):
    ordered(HOUSING)
    inspector = signed_in("inspector")
    asked = {
        "uscc": AMBER,
        "kind": "routine",
        "field": "food",
        "reason": "年度计划",
        "due_on": due().isoformat(),
    }

    told = inspector.post("/office/inspections/new/", asked, follow=True).content.decode()

    assert "并入同一次上门" in told
    assert "示范市示范区住房保障和房屋管理局" in told


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"uscc": make("91", "310114", "39999999")}, "没有代码"), ({"due_on": "2020-01-01"}, "不能早于今天")],
)
def test_a_task_that_makes_no_sense_is_refused(city, signed_in, changes, said):
    asked = {
        "uscc": AMBER,
        "kind": "routine",
        "field": "food",
        "reason": "年度计划",
        "due_on": due().isoformat(),
    }

    answer = signed_in("inspector").post("/office/inspections/new/", {**asked, **changes})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_unit_gives_out_one_task_at_a_time_about_an_organisation(city):
    ordered()

    with pytest.raises(actions.InspectionRefused, match="未完成"):
        ordered()


def test_where_another_person_releases_a_result_waits_for_that(city, signed_in):
    release_apart(MARKET, wanted=True, by="unit_admin")
    ordered()
    (task,) = inspection.of_unit(MARKET, TaskFilter())
    said = {
        "inspection_number": "示检20261122001", "inspected_on": localdate().isoformat(),
        "inspection_name": "食品检查", "legal_basis": "《食品安全法》", "result_type": "01",
        "conclusion": "未发现问题。",
    }  # fmt: skip

    told = signed_in("inspector").post(f"/office/inspections/{task.id}/", said, follow=True)

    assert "另一人放行" in told.content.decode()
    assert Batch.objects.get().state == "held"
    assert inspection.one(task.id, unit=MARKET).record is None


def test_another_unit_does_not_find_the_task(city, signed_in):
    ordered(HOUSING)
    (task,) = inspection.of_unit(HOUSING, TaskFilter())

    assert signed_in("inspector").get(f"/office/inspections/{task.id}/").status_code == 404


def test_an_entry_of_before_the_task_or_of_another_unit_is_not_its_result(city, recorded):
    ordered()
    for unit in (MARKET, HOUSING):  # decided in May, long before the task was given out
        recorded(
            {"content": {"result_type": "01", "n": unit}, "uscc": AMBER, "tier": None},
            item="administrative_inspection",
            unit=unit,
        )

    assert actions.link_results() == 0


def test_the_lists_and_the_budget_are_pages_for_those_who_inspect(city, signed_in):
    ordered()
    inspector = signed_in("inspector")

    for address in ("/office/inspections/", "/office/inspections/?state=done", "/office/inspections/budget/"):
        assert inspector.get(address).status_code == 200
    sheet = inspector.get("/office/inspections.csv").content.decode("utf-8-sig")
    assert AMBER in sheet


def test_a_city_without_a_cap_spares_nobody(city, settings):
    settings.GONGXIN_CITY_FOLDERS = ()
    budget = reports.budget(due(), on=localdate())

    assert isinstance(budget, Budget)
    assert budget.cap is None
