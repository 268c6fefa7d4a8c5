"""The plan of a draw as somebody writes it, as the table keeps it, and as the rules want it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from gongxin.catalogue.label import Label
from gongxin.intake.free_text import refuse_personal
from gongxin.organisations.uscc import check
from gongxin.store.models import Draw
from gongxin.supervision.field_rule import FieldRule
from gongxin.supervision.plan import InspectingUnit, Plan, Stratum, refuse_odd

WHOLE = "all"  # the one stratum of a draw that tells no classes
WHOLE_NAME = Label("全部对象", "All organisations")


class DrawRefused(Exception):
    """A step that cannot be taken so."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


@dataclass(frozen=True, slots=True)
class PlannedDraw:
    """What somebody writes: which field, from which day's facts, inspected by whom until when, and the seed.

    `avoided`: organisations that a unit must not inspect, by its code, "" for all; each with one reason.
    """

    code: str
    name: Label
    rule: FieldRule
    on: date
    due_on: date
    units: tuple[InspectingUnit, ...]
    seed_source: str
    seed_on: date
    team: int = 2
    floor: int = 1
    round: int = 1
    is_stratified: bool = True
    regions: tuple[str, ...] = ()
    licence: str = ""
    avoided: Mapping[str, frozenset[str]] = field(default_factory=dict)
    avoided_because: str = ""


def plan_of(facts: Draw, rule_: FieldRule) -> Plan:
    """Return the plan as the rules want it; without a pool yet."""
    avoided: dict[str, frozenset[str]] = {}
    for one in facts.avoided:
        avoided[one["unit"]] = avoided.get(one["unit"], frozenset()) | frozenset(one["organisations"])
    return Plan(
        code=facts.code,
        name=Label(facts.name_zh, facts.name_en),
        basis=rule_.basis[0],
        round=facts.round,
        on=facts.on,
        objects=Path(),
        strata=tuple(
            Stratum(one["code"], Label(one["zh"], one["en"]), float(one["ratio"]), one["floor"])
            for one in facts.strata
        ),
        units=tuple(InspectingUnit(**one) for one in facts.units),
        team=facts.team,
        avoided=avoided,
    )


def refuse_plan(planned: PlannedDraw, on: date) -> None:
    """Refuse a plan that cannot be carried out.

    Raises:
        DrawRefused, InvalidPlan: saying what is wrong with it.
        PersonalInText: a text holds a person's number.
    """
    texts = (planned.name.zh, planned.name.en, planned.seed_source, planned.licence, planned.avoided_because)
    for text in texts:
        refuse_personal(text, on=on)
    if not planned.seed_source.strip():
        raise DrawRefused(
            "请写明种子从何而来：公开掷骰，或以后某日公布的数值。",
            "Say where the seed will come from: dice in public, or a value published on a later day.",
        )
    if planned.seed_on <= on or planned.due_on < planned.seed_on:
        raise DrawRefused(
            "种子产生日期应在今天之后，检查完成日期不早于种子产生日期。",
            "The seed comes after today, and the inspections are due no earlier than the seed.",
        )
    if planned.avoided and not planned.avoided_because.strip():
        raise DrawRefused("请写明回避的理由。", "Say why organisations are avoided.")
    if odd := [code for codes in planned.avoided.values() for code in codes if check(code).faults]:
        raise DrawRefused(f"回避对象代码有误：{odd[0]}。", f"{odd[0]} is no code of an organisation.")
    refuse_odd(replace(_rough(planned), strata=(Stratum(WHOLE, WHOLE_NAME, 1, planned.floor),)))


def _rough(planned: PlannedDraw) -> Plan:
    return Plan(
        planned.code, planned.name, planned.rule.basis[0], planned.round, planned.on, Path(), (),
        planned.units, planned.team, dict(planned.avoided),
    )  # fmt: skip
