"""Warnings: raised once, to the unit that looks after the organisation, and dealt with by a day."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as known
from django.utils.timezone import localdate

from gongxin.actions import batch, unit
from gongxin.actions import warning as actions
from gongxin.actions.entry import classify
from gongxin.actions.inspection import Budget, Task, order
from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.reader import edition
from gongxin.intake.source import Source
from gongxin.law.parameter import load_parameters
from gongxin.queries import warning
from gongxin.reports.warning import raise_for
from gongxin.store.models import Entry, Notice
from gongxin.supervision.warning_rule import WarningOutcome, precision

ROOT = Path(__file__).parents[1]
MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
AMBER = "91310000MA0000015F"
DECISIONS = ROOT.parent / "src" / "gongxin" / "demo" / "decisions"


def submitted(item, unit, **changes):
    """Hand in a row of an item as its case has it, with changes."""
    text = (ROOT / "cases" / "items" / f"{item}.toml").read_text("utf-8")
    row = {**tomllib.loads(text)["accepted"], **changes}
    told = batch.submit(
        Source.of_rows([row], folder=known.GONGXIN_DATA), item=item, unit=unit, on=localdate()
    )
    assert (told.rejected, told.held) == (0, None), told


@pytest.fixture
def city(db, settings):
    """Amber Foods, registered by the market bureau; a city that decided its numbers."""
    settings.GONGXIN_CITY_FOLDERS = (DECISIONS,)
    unit.add(MARKET, "示范市市场监督管理局")
    unit.add(HOUSING, "示范区住房局")
    submitted("organisation_registration", MARKET)


def day(days):
    return (localdate() + timedelta(days=days)).isoformat()


def licensed(days):
    """Let the housing bureau give Amber Foods a licence that ends in so many days."""
    given = {"许可决定日期": day(-30), "有效期自": day(-30), "有效期至": day(days)}
    submitted("administrative_licence", HOUSING, **given)


def penalised(number, *, severe=True):
    """Let the market bureau fine Amber Foods, or stop its business."""
    stopped = (
        {"处罚类别": "责令停产停业", "处罚内容": "责令停产停业", "罚款金额（万元）": ""} if severe else {}
    )
    numbered = {"行政处罚决定书文号": f"示市监处罚〔2026〕{number}号", "处罚决定日期": day(-10)}
    submitted("administrative_penalty", MARKET, **numbered, **stopped)


def raised(rule, unit=HOUSING):
    return [one for one in warning.of_unit(unit, is_open=True) if one.rule == rule]


def told(unit=HOUSING):
    return list(Notice.objects.filter(unit=unit, kind="warnings_raised"))


def test_a_severe_record_warns_whoever_licensed_the_organisation_and_not_who_sent_it(city):
    licensed(300)
    penalised(1)

    raise_for(localdate())

    (found,) = raised("severe_record")
    assert (found.uscc, found.organisation) == (AMBER, "某市琥珀食品有限公司")
    assert found.values["title"]
    assert found.due_on > localdate()
    assert raised("severe_record", MARKET) == []
    assert [one.values["count"] for one in told()] == [1]


def test_an_ordinary_record_warns_nobody(city):
    licensed(300)
    penalised(1, severe=False)

    assert raise_for(localdate()) == 0


def test_a_record_that_somebody_puts_among_the_severe_ones_warns_once(city):
    licensed(300)
    penalised(1, severe=False)
    record = Entry.objects.get(item="administrative_penalty", superseded_by=None).record
    parts = {"item": edition(localdate()).item("administrative_penalty"), "parameters": load_parameters()}

    classify(record, Tier.SEVERE, **parts)
    first = raise_for(localdate())
    classify(record, Tier.SEVERE, **parts)

    assert (first, raise_for(localdate())) == (1, 0)


def test_the_same_thing_is_raised_once_however_often_the_job_runs(city):
    licensed(300)
    penalised(1)

    assert [raise_for(localdate()) for _ in range(3)] == [1, 0, 0]
    penalised(2)
    assert raise_for(localdate() + timedelta(days=1)) == 1
    assert len(told()) == 2


def test_a_licence_about_to_end_warns_the_unit_that_gave_it(city):
    licensed(10)

    raise_for(localdate())

    (found,) = raised("licence_ends")
    assert found.values == {"title": "食品生产许可决定书", "last_day": day(10)}


def test_a_licence_that_runs_on_warns_nobody(city):
    licensed(60)

    assert raise_for(localdate()) == 0


def test_findings_again_and_again_warn_once_in_a_year(city):
    for number in range(1, 4):
        penalised(number, severe=False)

    assert raise_for(localdate()) == 1
    assert raised("repeated_findings", MARKET)[0].values == {"count": 3, "months": 12}
    penalised(4, severe=False)
    assert raise_for(localdate()) == 0


def test_an_organisation_that_closes_with_a_licence_warns_whoever_gave_it(city):
    licensed(300)
    submitted("organisation_registration", MARKET, 登记状态="吊销")

    raise_for(localdate())

    assert [one.values["status"]["zh"] for one in raised("status_change")] == ["吊销"]


def test_a_task_about_to_be_overdue_warns_its_unit(city):
    task = Task("routine", AMBER, HOUSING, "food", localdate() + timedelta(days=1), reason="年度计划")
    order(task, Budget(None, lambda codes, year: {}), by="jia", on=localdate())

    raise_for(localdate())

    (found,) = raised("inspection_due")
    assert found.due_on == localdate() + timedelta(days=1)


def test_a_city_that_decided_nothing_is_warned_of_nothing(city, settings):
    settings.GONGXIN_CITY_FOLDERS = ()
    licensed(10)
    penalised(1)

    assert raise_for(localdate()) == 0


def test_an_outcome_stands_and_counts_for_the_precision(city):
    licensed(10)
    penalised(1)
    raise_for(localdate())
    (severe,), (ending,) = raised("severe_record"), raised("licence_ends")

    actions.decide(severe.id, WarningOutcome.ACTED, reasons="已列入重点检查。", by="jia", on=localdate())
    actions.decide(ending.id, WarningOutcome.UNFOUNDED, reasons="已办延续。", by="jia", on=localdate())

    with pytest.raises(actions.WarningDecidedMeanwhile):
        actions.decide(severe.id, WarningOutcome.KNOWN, reasons="再议", by="yi", on=localdate())
    counted = warning.counts(on=localdate())
    assert precision(counted["severe_record"].decided) == 1
    assert precision(counted["licence_ends"].decided) == 0
    assert counted["licence_ends"].open == 0
    assert raise_for(localdate()) == 0  # what was dealt with does not come back


def test_an_outcome_says_what_was_done(city):
    licensed(10)
    raise_for(localdate())

    with pytest.raises(actions.NoGrounds):
        actions.decide(
            raised("licence_ends")[0].id, WarningOutcome.ACTED, reasons=" ", by="jia", on=localdate()
        )


def test_a_falling_grade_warns_whoever_looks_after_the_organisation(city, graded):
    licensed(300)
    for days, grade in ((-40, "good"), (-1, "poor")):
        graded("comprehensive_enterprise", localdate() + timedelta(days=days), {AMBER: grade})

    assert raise_for(localdate()) == 1
    assert raised("grade_falls")[0].values["after"]["zh"] == "差"
    assert raise_for(localdate()) == 0
