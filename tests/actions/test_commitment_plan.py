"""Every commitment that comes in is on the plan of verification, whichever way it came."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from gongxin.actions import batch
from gongxin.actions.commitment_plan import OddPlan, plan, replan
from gongxin.actions.taking import parameters
from gongxin.intake.source import Source
from gongxin.store.models import Commitment

CASES = Path(__file__).parents[1] / "cases" / "items" / "credit_commitment.toml"
ROW = tomllib.loads(CASES.read_text("utf-8"))["accepted"]
UNIT, ON = "11310000000000035N", date(2026, 5, 13)
KINDS = ("证明事项型", "容缺受理型", "主动型")


@pytest.fixture
def submitted(db):
    """Submit rows as a unit's own system does."""

    def go(*rows, on=ON):
        source = Source.of_rows(rows, folder=settings.GONGXIN_DATA)
        return batch.submit(source, item="credit_commitment", unit=UNIT, on=on)

    return go


def row(serial, kind="证明事项型", **changes):
    return {**ROW, "承诺编码": f"31000020260512{serial:06}", "承诺类型": kind, **changes}


def test_every_kind_is_laid_out_and_what_stands_in_for_papers_is_due(submitted):
    submitted(*(row(place, kind) for place, kind in enumerate(KINDS, 1)))

    found = {one.kind: one for one in Commitment.objects.all()}
    assert {kind: one.is_due for kind, one in found.items()} == {
        "证明事项型": True,
        "容缺受理型": True,
        "主动型": False,
    }
    assert found["证明事项型"].due_on is None
    assert (found["容缺受理型"].due_on, found["容缺受理型"].due_by) == (date(2027, 5, 11), "completion")
    assert {(one.uscc, one.unit) for one in found.values()} == {("91310000MA0000015F", UNIT)}


def test_a_file_that_says_what_became_of_it_closes_the_plan(submitted):
    submitted(row(1))
    submitted(row(1, 承诺履行状态="全部履行", 履约认定日期="2026-06-01"), on=date(2026, 6, 2))

    one = Commitment.objects.get()
    assert (one.performance, one.found_on) == ("full", date(2026, 6, 1))


def test_a_file_that_calls_it_broken_without_a_hearing_changes_nothing(submitted):
    submitted(row(1))
    broken = {"承诺履行状态": "全部未履行", "未履行的承诺内容": "不实", "违诺责任追究内容": "撤销"}
    told = submitted(row(1, **broken), on=date(2026, 6, 2))

    assert told.rejected == 1
    assert Commitment.objects.get().performance == ""


def test_a_unit_s_plan_moves_what_is_open_and_holds_for_what_comes(submitted):
    submitted(row(1), row(2, "主动型"))

    assert plan(UNIT, "证明事项型", 5, by="alice", parameters=parameters()) == 1
    assert Commitment.objects.get(kind="证明事项型").due_on == date(2026, 5, 19)
    submitted(row(3))
    assert Commitment.objects.get(number__endswith="3").due_by == "plan"
    assert replan(parameters=parameters()) == 0


@pytest.mark.parametrize(("kind", "days"), [("主动型", 5), ("证明事项型", 0), ("证明事项型", 251)])
def test_what_is_not_verified_is_not_planned(db, kind, days):
    with pytest.raises(OddPlan):
        plan(UNIT, kind, days, by="alice", parameters=parameters())


def test_a_correction_moves_the_day_with_the_day_of_the_promise(submitted):
    plan(UNIT, "证明事项型", 5, by="alice", parameters=parameters())
    submitted(row(1))
    submitted(row(1, 承诺作出日期="2026/05/13"))

    assert Commitment.objects.get().due_on == date(2026, 5, 20)
