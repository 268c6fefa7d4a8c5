"""A campaign from the plan to the closing report: two persons, a case for each organisation, the goal."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from gongxin.actions import campaign as actions
from gongxin.actions import case, unit
from gongxin.actions.case_document import Document
from gongxin.catalogue.label import Label
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor, SamePerson
from gongxin.queries import campaign as facts
from gongxin.queries import case as cases
from gongxin.reports import campaign
from gongxin.store.models import Entry, Notice, Organisation

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
AMBER, BIRCH, CEDAR = "91310000MA0000015F", "91310114MA1GT00019", "92310114MA1GT001XX"
ON = date(2026, 5, 8)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"IEND\xae\x42\x60\x82"
AT = datetime(2026, 5, 8, 8, tzinfo=UTC)
REPORT = Document("rectification_report", "report.png", PNG)


@pytest.fixture
def city(recorded):
    """Three organisations with severe penalties, two of the market bureau and one of the housing bureau."""
    unit.add(MARKET, "示范市市场监督管理局")
    unit.add(HOUSING, "示范区住房局")
    for code, name in ((AMBER, "琥珀食品"), (BIRCH, "白桦运输"), (CEDAR, "雪松贸易")):
        Organisation.objects.create(
            uscc=code, name=name, kind="enterprise", status="existing", is_registered=True
        )
    for number, (code, by) in enumerate(((AMBER, MARKET), (BIRCH, MARKET), (CEDAR, HOUSING))):
        recorded({"content": {"CF_WSH": f"{number}号"}, "uscc": code, "tier": "severe"}, unit=by)
    recorded({"content": {"CF_WSH": "轻"}, "uscc": AMBER, "tier": "minor"}, unit=HOUSING)
    return recorded


def person(account, home=MARKET):
    return Actor(account, frozenset({Role.DATA_OFFICER, Role.DATA_REVIEWER}), home)


def opened():
    planned = actions.PlannedCampaign(
        "专治2026-1",
        Label("严重违法专项治理", "Against severe breaches"),
        "severe_penalty",
        ON,
        ON + timedelta(days=90),
    )
    made = actions.plan(planned, unit=MARKET, by="jia", on=ON)
    campaign.begin(facts.one(made, unit=MARKET), by="yi", on=ON)
    return made


def left(made, uscc, *, by=MARKET):
    """Take an organisation's case to its end."""
    (found,) = [one.case for one in facts.members(made) if one.uscc == uscc]
    case.take(found, "report_on_paper", seen=1, by=person("jia", by), on=ON, documents=(REPORT,))
    case.take(found, "propose_exit", seen=2, by=person("jia", by), on=ON, reason="已整改。")
    case.take(found, "exit", seen=3, by=person("yi", by), on=ON)


def test_the_ledger_has_whoever_the_rule_means_and_the_unit_that_sent_the_record(city):
    made = opened()

    assert {(one.uscc, one.unit, one.records) for one in facts.members(made)} == {
        (AMBER, MARKET, 1), (BIRCH, MARKET, 1), (CEDAR, HOUSING, 1),
    }  # fmt: skip
    entry = Entry.objects.get(kind="campaign")
    assert json.loads(entry.content)["organisations"] == 3


def test_nobody_opens_the_own_plan(city):
    planned = actions.PlannedCampaign("1", Label("甲", "A"), "severe_penalty", ON, ON)
    made = actions.plan(planned, unit=MARKET, by="jia", on=ON)

    with pytest.raises(actions.CampaignRefused, match="另一人"):
        campaign.begin(facts.one(made, unit=MARKET), by="jia", on=ON)


def test_each_unit_tells_its_own_organisations_and_each_is_a_case_with_a_notice(city):
    made = opened()

    assert actions.tell(made, reason="请整改。", by=person("jia"), on=ON) == 2
    assert actions.tell(made, reason="请整改。", by=person("jia"), on=ON) == 0
    assert facts.progress(made).counts == {"listed": 1, "noticed": 2}
    assert Notice.objects.filter(kind="campaign_noticed").count() == 2
    assert {one.procedure.code for one in cases.of_organisation(AMBER)} == {"campaign"}


def test_an_organisation_leaves_when_two_persons_found_it_put_right(city):
    made = opened()
    actions.tell(made, reason="请整改。", by=person("jia"), on=ON)
    (amber,) = [one.case for one in facts.members(made) if one.uscc == AMBER]
    case.take(amber, "report_on_paper", seen=1, by=person("jia"), on=ON, documents=(REPORT,))
    case.take(amber, "propose_exit", seen=2, by=person("jia"), on=ON, reason="已整改。")

    with pytest.raises(SamePerson):
        case.take(amber, "exit", seen=3, by=person("jia"), on=ON)
    case.take(amber, "exit", seen=3, by=person("yi"), on=ON)

    assert facts.progress(made).counts == {"listed": 1, "noticed": 1, "exited": 1}
    (day,) = facts.days(made)
    assert (day.told, day.reported, day.exited) == (2, 1, 1)


def test_who_comes_into_scope_joins_and_who_fell_out_of_it_untold_goes(city):
    made = opened()
    dogwood = "91310114MA1GT00027"
    city({"content": {"CF_WSH": "9号"}, "uscc": dogwood, "tier": "severe"}, unit=HOUSING)

    assert campaign.renew(facts.one(made, unit=MARKET), on=ON) == (1, 0)
    much_later = ON + timedelta(days=2000)  # when no such record is public any more
    assert campaign.renew(facts.one(made, unit=MARKET), on=much_later)[1] > 0


def test_the_goal_is_reached_when_everybody_left(city):
    made = opened()
    for home in (MARKET, HOUSING):
        actions.tell(made, reason="请整改。", by=person("jia", home), on=ON)
    for uscc, home in ((AMBER, MARKET), (BIRCH, MARKET), (CEDAR, HOUSING)):
        left(made, uscc, by=home)

    assert facts.progress(made).exit_rate == 1
    assert campaign.content(facts.one(made, unit=MARKET), "zh", AT)["is_reached"] is True


def test_a_campaign_is_closed_by_another_with_the_figures_of_the_day_and_they_stay(city):
    made = opened()
    actions.tell(made, reason="请整改。", by=person("jia"), on=ON)
    left(made, AMBER)
    actions.propose_closing(made, said="两家未退出，转入日常监管。", by="jia", on=ON)
    with pytest.raises(actions.CampaignRefused, match="另一人"):
        campaign.close(facts.one(made, unit=MARKET), by="jia", on=ON)

    campaign.close(facts.one(made, unit=MARKET), by="yi", on=ON)

    closed = facts.one(made, unit=MARKET)
    assert closed.counted["exit_rate"] == 0.3333
    assert json.loads(Entry.objects.get(sequence=closed.sequence).content)["counted"]["members"] == 3
    with pytest.raises(actions.CampaignRefused):
        campaign.renew(closed, on=ON)


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "专项治理报告"), ("en", "Report on a special campaign")]
)
def test_the_report_is_a_pdf_with_figures_chart_and_who_has_not_left(city, language, said):
    made = opened()
    actions.tell(made, reason="请整改。", by=person("jia"), on=ON)
    left(made, AMBER)

    pdf = campaign.report_pdf(facts.one(made, unit=MARKET), language=language, at=AT)

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert said in text
    assert "33.3%" in text
    assert "白桦运输" in text
    assert "琥珀食品" not in text


def test_a_report_that_does_not_name_all_says_how_many_more_there_are(city, monkeypatch):
    monkeypatch.setattr(campaign, "UNRESOLVED_SHOWN", 1)
    made = opened()

    pdf = campaign.report_pdf(facts.one(made, unit=MARKET), language="zh", at=AT)

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "另有 2 家尚未退出" in text


def test_a_unit_without_a_part_does_not_find_a_campaign(city):
    with pytest.raises(facts.UnknownCampaign):
        facts.one(opened(), unit="11310000000000043H")
