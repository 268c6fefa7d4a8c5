"""Supervision of the demo: draws in every state, results through the intake, warnings, and a campaign."""

from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

from gongxin.demo.city import City

PLANNER, SECOND = "jiancha", "shenhe"
OFFICER = "shijian"
LEADING, HEALTH, SAFETY = "云市监", "云卫", "云应急"
SOURCE = "市政务大厅公开掷骰十次，市民代表、企业代表在场，全程录像"
SEED = "3 6 1 5 2 4 4 1 6 2"
TOLD, LEFT = 40, 14  # organisations of the campaign that were told, and that left
REPORT = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FINDINGS = ("01", "01", "01", "03", "01", "02", "01", "01")


def supervise_some(town: City, on: date) -> None:
    """Draw, inspect, warn and lead a campaign, as the demo city would."""
    from gongxin.actions.draw_plan import DrawRefused
    from gongxin.reports.draw import ClassesNotPublic, Undecided
    from gongxin.supervision.pool import InvalidPool

    with suppress(
        DrawRefused, Undecided, ClassesNotPublic, InvalidPool
    ):  # from an earlier, interrupted build
        _draw_food(town, on)
        _draw_construction(town, on)
    _order_some(town, on)
    _warn(town, on)
    _lead(town, on)


def _planned(town: City, code: str, name: tuple[str, str], field: str, days: tuple[date, date, date]) -> UUID:
    from django.conf import settings

    from gongxin.actions.draw import plan
    from gongxin.actions.draw_plan import PlannedDraw
    from gongxin.catalogue.label import Label
    from gongxin.supervision.field_rule import field_rule
    from gongxin.supervision.plan import InspectingUnit

    on, seed_on, due_on = days
    units = tuple(
        InspectingUnit(town.unit(mark).uscc, town.unit(mark).name, places)
        for mark, places in ((LEADING, 24), (HEALTH, 10))
    )
    wanted = PlannedDraw(
        code=code,
        name=Label(*name),
        rule=field_rule(field, on, *settings.GONGXIN_CITY_FOLDERS),
        on=on,
        due_on=due_on,
        units=units,
        seed_source=f"{seed_on.year} 年 {seed_on.month} 月 {seed_on.day} 日{SOURCE}",
        seed_on=seed_on,
    )
    return plan(wanted, unit=town.unit(LEADING).uscc, by=PLANNER, on=on)


def _draw_food(town: City, on: date) -> None:
    """A draw that went all the way, with most results on record."""
    from gongxin.actions.draw import enter_seed
    from gongxin.queries import draw as facts
    from gongxin.reports import draw

    unit, before = town.unit(LEADING).uscc, on - timedelta(days=1)
    name = "食品生产经营双随机抽查", "Random inspection of food businesses"
    made = _planned(town, "云市监抽2026-11", name, "food", (before, on, on + timedelta(days=30)))
    known = facts.one(made, unit=unit)
    draw.fix(known, grades=draw.grades(draw.rule_of(known), on=before), by=SECOND, on=before)
    enter_seed(made, SEED, proof="市政务公开网掷骰录像；大厅公示栏", by=PLANNER, on=on)
    draw.carry_out(facts.one(made, unit=unit), by=SECOND, on=on)
    _inspect(made, unit, on)


def _inspect(draw: UUID, unit: str, on: date) -> None:
    """Report the results of three tasks in four."""
    from gongxin.queries.inspection import TaskFilter, of_unit
    from gongxin.reports.inspection_result import report

    tasks = [one for one in of_unit(unit, TaskFilter(draw=draw), size=60) if (one.number or 0) % 4]
    for place, one in enumerate(tasks, 1):
        report(one, _finding(place, on), by=PLANNER, on=on)


def _finding(place: int, on: date) -> dict[str, object]:
    code = FINDINGS[place % len(FINDINGS)]
    found = {"01": "未发现问题。", "02": "责令限期改正。", "03": "已作行政指导。"}[code]
    return {
        "inspection_number": f"云市监抽检2026{place:05d}",
        "inspected_on": on,
        "inspection_name": "食品生产经营监督检查",
        "legal_basis": "《中华人民共和国食品安全法》第一百一十条",
        "result_type": code,
        "conclusion": found,
        "situation": "" if code == "01" else "进货查验记录不完整。",
        "follow_up_due_on": on + timedelta(days=20) if code == "02" else None,
        "public_until": on + timedelta(days=365) if code != "01" else None,
    }


def _draw_construction(town: City, on: date) -> None:
    """One whose pool is fixed and whose seed comes tomorrow, and one that waits for the second person."""
    from gongxin.queries import draw as facts
    from gongxin.reports import draw

    days = on, on + timedelta(days=1), on + timedelta(days=45)
    name = "工程建设领域双随机抽查", "Random inspection in construction"
    made = _planned(town, "云市监抽2026-12", name, "construction", days)
    known = facts.one(made, unit=town.unit(LEADING).uscc)
    draw.fix(known, grades=draw.grades(draw.rule_of(known), on=on), by=SECOND, on=on)
    name = "年报和即时信息公示抽查", "Random inspection of annual reports"
    _planned(town, "云市监抽2026-13", name, "market", (on, on + timedelta(days=7), on + timedelta(days=60)))


def _order_some(town: City, on: date) -> None:
    """Tasks that no draw made; where a visit is to come, they go with it."""
    from gongxin.actions.inspection import InspectionRefused, Task, order
    from gongxin.queries.inspection import TaskFilter, of_unit
    from gongxin.reports.draw import budget

    due_on = on + timedelta(days=25)
    for place, one in enumerate(of_unit(town.unit(LEADING).uscc, TaskFilter(), size=6)):
        unit = town.unit(SAFETY if place % 2 else "云环").uscc
        task = Task("routine", one.uscc, unit, "market", due_on, reason="年度检查计划")
        with suppress(InspectionRefused):
            order(task, budget(due_on, on=on), by="yanshi", on=on)


def _warn(town: City, on: date) -> None:
    """Raise what there is, and deal with some of it."""
    from gongxin.actions.warning import WarningDecidedMeanwhile, decide
    from gongxin.queries.warning import of_unit
    from gongxin.reports.warning import raise_for
    from gongxin.supervision.warning_rule import WarningOutcome

    raise_for(on)
    said = (
        (WarningOutcome.ACTED, "已列入重点检查对象。"),
        (WarningOutcome.ACTED, "已约谈，责令整改。"),
        (WarningOutcome.KNOWN, "已由原办案机构处理。"),
        (WarningOutcome.UNFOUNDED, "许可已办理延续。"),
    )
    for one, (outcome, reasons) in zip(of_unit(town.unit(LEADING).uscc, is_open=True), said, strict=False):
        with suppress(WarningDecidedMeanwhile):
            decide(one.id, outcome, reasons=reasons, by=SECOND, on=on)


def _lead(town: City, on: date) -> None:
    """A campaign against abnormal operation: some organisations are told, some have left."""
    from gongxin.actions import campaign as actions
    from gongxin.catalogue.label import Label
    from gongxin.queries import campaign as facts
    from gongxin.reports import campaign

    unit = town.unit(LEADING).uscc
    name = Label("经营异常集中治理", "Campaign against abnormal operation")
    wanted = actions.PlannedCampaign(
        "云市监专治2026-1", name, "abnormal_operation", on - timedelta(days=20), on + timedelta(days=70)
    )
    try:
        made = actions.plan(wanted, unit=unit, by=OFFICER, on=on)
    except actions.CampaignRefused:  # from an earlier, interrupted build
        return
    campaign.begin(facts.one(made, unit=unit), by=SECOND, on=on - timedelta(days=20))
    _tell(made, unit, on)


def _tell(campaign: UUID, unit: str, on: date) -> None:
    from gongxin.actions import case
    from gongxin.actions.campaign import tell
    from gongxin.actions.case_document import Document
    from gongxin.disclosure.role import Role
    from gongxin.procedures.case import Actor
    from gongxin.queries import campaign as facts

    officer = Actor(OFFICER, frozenset({Role.DATA_OFFICER}), unit)
    second = Actor(SECOND, frozenset({Role.DATA_REVIEWER}), unit)
    begun = on - timedelta(days=18)
    reason = "被列入经营异常名录，请在期限内完成整改，并提交整改报告"
    tell(campaign, reason=reason, by=officer, on=begun, most=TOLD)
    report = (Document("rectification_report", "整改报告.pdf", REPORT),)
    told = [one.case for one in facts.members(campaign, unit=unit, state="noticed", size=TOLD) if one.case]
    for place, found in enumerate(told[:LEFT]):
        day = begun + timedelta(days=3 * (place % 5) + 2)
        case.take(found, "report_on_paper", seen=1, by=officer, on=day, documents=report)
        case.take(
            found, "propose_exit", seen=2, by=officer, on=day + timedelta(days=1), reason="现场核查，整改属实"
        )
        case.take(found, "exit", seen=3, by=second, on=min(day + timedelta(days=2), on))
