"""The plan of a draw: from what, how many of each stratum, inspected by whom."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from pathlib import Path

from gongxin.catalogue.label import Label
from gongxin.catalogue.table import InvalidItem, Table
from gongxin.intake.free_text import PersonalInText, refuse_personal
from gongxin.law.citation import Article
from gongxin.law.instrument import instruments
from gongxin.organisations.uscc import check


@dataclass(frozen=True, slots=True)
class Stratum:
    """Organisations drawn at one ratio, such as those of one grade; `floor` of them at least."""

    code: str
    name: Label
    ratio: float
    floor: int

    def quota(self, size: int) -> int:
        """Return how many to draw of `size` organisations: the ratio rounded up, no fewer than the floor."""
        # As a fraction of what was written: 0.07 of 100 is seven, not seven and a bit.
        return min(size, max(ceil(Fraction(str(self.ratio)) * size), self.floor))


@dataclass(frozen=True, slots=True)
class InspectingUnit:
    """A unit that inspects. It has numbered places in a roster of its own; who holds them only it knows."""

    uscc: str
    name: str
    places: int


@dataclass(frozen=True, slots=True)
class Plan:
    """`objects` is the file that lists the pool; `team` is how many places go on one inspection.

    A further `round` draws from the same pool anew, with a seed of its own. `avoided` are organisations that
    a unit must not inspect, by the unit's code; "" for all units.
    """

    code: str
    name: Label
    basis: Article
    round: int
    on: date
    objects: Path
    strata: tuple[Stratum, ...]
    units: tuple[InspectingUnit, ...]
    team: int
    avoided: Mapping[str, frozenset[str]]


class InvalidPlan(Exception):
    """A plan that cannot be drawn by."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def read_plan(path: Path) -> Plan:
    """Return the plan of a TOML file; `objects` is looked for beside it.

    Raises:
        InvalidPlan: it is no plan, or one that cannot be carried out.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidPlan(f"计划文件 {path.name} 无法读取：{error}", f"{path.name}: {error}") from error
    try:
        plan = _plan(raw, path)
    except InvalidItem as odd:
        raise InvalidPlan(f"{odd.where}：{odd.zh}", f"{odd.where}: {odd.en}") from odd
    refuse_odd(plan)
    _refuse_personal(plan)
    return plan


def _plan(raw: Mapping[str, object], path: Path) -> Plan:
    with Table(raw, path.name) as table:
        return Plan(
            code=table.text("code"),
            name=table.label("name"),
            basis=table.article("basis"),
            round=table.whole_or_none("round") or 1,
            on=table.day("on"),
            objects=path.parent / table.text("objects"),
            strata=tuple(_stratum(one) for one in table.tables("strata")),
            units=tuple(_unit(one) for one in table.tables("units")),
            team=table.whole("team"),
            avoided=_avoided(table),
        )


def _refuse_personal(plan: Plan) -> None:
    """Refuse numbers of natural persons: all that the plan says is published."""
    units = (one.name for one in plan.units)
    strata = (text for one in plan.strata for text in (one.code, one.name.zh, one.name.en))
    try:
        for text in (plan.code, plan.name.zh, plan.name.en, *units, *strata):
            refuse_personal(text, on=plan.on)
    except PersonalInText as refused:
        zh, _, en = str(refused).partition(" / ")
        raise InvalidPlan(zh, en) from refused


def _stratum(table: Table) -> Stratum:
    with table:
        return Stratum(table.text("code"), table.label("name"), table.share("ratio"), table.whole("floor"))


def _unit(table: Table) -> InspectingUnit:
    with table:
        return InspectingUnit(table.text("uscc"), table.text("name"), table.whole("places"))


def _avoided(table: Table) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one in table.tables("avoid", ()):
        with one:
            unit, codes = one.text_or_none("unit") or "", frozenset(one.texts("organisations"))
            one.text("reason")
            found[unit] = found.get(unit, frozenset()) | codes
    return found


def refuse_odd(plan: Plan) -> None:
    """Refuse a plan that cannot be carried out.

    Raises:
        InvalidPlan: saying what is wrong with it.
    """
    _refuse_basis(plan.basis)
    codes = [one.code for one in plan.strata]
    if not codes or len(set(codes)) < len(codes):
        raise InvalidPlan("strata 应至少有一层，代码不得重复。", "strata: at least one, and no code twice.")
    if any(one.floor < 0 for one in plan.strata):
        raise InvalidPlan("floor 不得为负数。", "floor is no negative number.")
    known = {one.uscc for one in plan.units}
    for code in sorted(known | set(plan.avoided) - {""}):
        if check(code).faults:
            raise InvalidPlan(f"单位代码 {code} 有误。", f"{code} is no code of a unit.")
    if len(known) < len(plan.units) or not known:
        raise InvalidPlan("units 应至少有一个单位，不得重复。", "units: at least one, and none twice.")
    if lost := sorted(set(plan.avoided) - known - {""}):
        raise InvalidPlan(
            f"avoid 中的单位不在 units 中：{lost}。", f"avoid names no unit of the plan: {lost}."
        )
    if plan.team < 1 or any(one.places < plan.team for one in plan.units):
        raise InvalidPlan(
            f"每次检查需要 {plan.team} 个席位，每个单位的席位不得少于此数。",
            f"an inspection takes {plan.team} places, and every unit must have as many.",
        )


def _refuse_basis(basis: Article) -> None:
    held = instruments().get(basis.instrument)
    if held is not None and not held.holds(basis):  # a city's own instrument need not be here
        raise InvalidPlan(
            f"《{held.title.zh}》没有第{basis.number}条，请改正依据。",
            f"{held.title.en} has no article {basis.number}.",
        )
