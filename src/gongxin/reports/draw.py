"""Read who can be drawn and what was visited, and have the draw fixed and carried out with it."""

import datetime
from collections.abc import Collection, Mapping

from django.conf import settings

from gongxin.actions import draw as actions
from gongxin.actions.draw_plan import WHOLE, WHOLE_NAME
from gongxin.actions.inspection import Budget
from gongxin.law.parameter import Parameters, load_parameters
from gongxin.queries import disturbance, evaluation, pool
from gongxin.queries.draw import DrawFacts
from gongxin.queries.pool import PoolMember, PoolScope, Supervisor
from gongxin.supervision.disturbance import CAP, Visits, is_full
from gongxin.supervision.draw import Drawn
from gongxin.supervision.field_rule import FieldRule, field_rule
from gongxin.supervision.plan import Stratum

CLASSES_PUBLIC = "supervision.classes_public"


class Undecided(Exception):
    """The city has not decided what the draw needs."""

    def __init__(self, names: Collection[str], parameters: Parameters) -> None:
        zh = "、".join(parameters[name].label.zh for name in names)
        en = "; ".join(parameters[name].label.en for name in names)
        keys = ", ".join(names)
        super().__init__(
            f"城市尚未确定：{zh}。请在城市目录的 law/parameters 中写明（{keys}）。"
            f" / The city has not decided: {en}. Write it in law/parameters of its folder ({keys})."
        )


class ClassesNotPublic(Exception):
    """The pool of a stratified draw would tell everybody the class of each organisation."""

    def __init__(self) -> None:
        super().__init__(
            "本市未同意随名单公布风险类别，不能分层抽取。请作废后编制不分层的计划，"
            "或请城市确定 supervision.classes_public。"
            " / The city does not have classes published with the pool, so a draw cannot be stratified."
            " Withdraw it and plan one without strata, or have the city decide supervision.classes_public."
        )


def parameters() -> Parameters:
    return load_parameters(*settings.GONGXIN_CITY_FOLDERS)


def rule_of(facts: DrawFacts) -> FieldRule:
    """Return the edition of the field's rule that the plan was written by."""
    return field_rule(facts.field, facts.field_from, *settings.GONGXIN_CITY_FOLDERS)


def grades(rule: FieldRule, *, on: datetime.date) -> Mapping[str, str]:
    """Return the grade of every organisation that has one on a day, by the first of the rule's models."""
    found: dict[str, str] = {}
    for model in reversed(rule.models):
        found.update((uscc, grade.value) for uscc, grade in evaluation.grades(model, on))
    return found


def pooled(facts: DrawFacts, *, grades: Mapping[str, str], on: datetime.date) -> actions.Pooled:
    """Return the pool as it stands, without organisations that were visited enough in the year.

    By all units as often as the cap says, or by the unit itself as often as their class says.

    Raises:
        Undecided, ClassesNotPublic: what the draw needs is the city's to decide.
    """
    rule, held = rule_of(facts), parameters()
    refuse_undecided(rule, held, facts)
    scope = PoolScope(tuple(facts.scope.get("regions", ())), facts.scope.get("licence", ""))
    cap, year = held[CAP].known_on(facts.due_on), facts.due_on.year
    visited = disturbance.visits_in(year, on=on)
    inspected = disturbance.inspected_by(facts.unit, year, on=on)
    most = {one.code: one.frequency_on(held, facts.on) for one in rule.classes}
    rows, full = [], 0
    for member in pool.members(rule, scope, Supervisor(facts.unit, facts.on, held), grades):
        enough = most[member.classed.risk.code]
        if is_full(visited.get(member.uscc, Visits()), cap.number if cap else None) or (
            enough is not None and inspected.get(member.uscc, 0) >= enough.number
        ):
            full += 1
        else:
            rows.append((member.uscc, _stratum_of(member, facts)))
    return actions.Pooled(rows, _strata(rule, held, facts), full)


def fix(facts: DrawFacts, *, grades: Mapping[str, str], by: str, on: datetime.date) -> str:
    """Fix the pool of a planned draw; return the digest that the log has now."""
    return actions.fix(facts.id, pooled(facts, grades=grades, on=on), rule_of(facts), by=by, on=on)


def carry_out(facts: DrawFacts, *, by: str, on: datetime.date) -> Drawn:
    """Draw with the seed that somebody else entered."""
    return actions.carry_out(facts.id, rule_of(facts), budget(facts.due_on, on=on), by=by, on=on)


def budget(due_on: datetime.date, *, on: datetime.date) -> Budget:
    """Return the cap that holds on a day, and how the visits are read that count for it."""
    cap = parameters()[CAP].known_on(due_on)
    return Budget(
        cap.number if cap else None, lambda codes, year: disturbance.visits_in(year, on=on, codes=codes)
    )


def refuse_undecided(rule: FieldRule, held: Parameters, facts: DrawFacts) -> None:
    """Refuse a draw for which the city still has to decide something.

    Raises:
        Undecided, ClassesNotPublic: saying what.
    """
    if missing := rule.undecided(held, facts.on):
        raise Undecided(missing, held)
    if facts.is_stratified:
        may = held[CLASSES_PUBLIC].known_on(facts.on)
        if may is None:
            raise Undecided([CLASSES_PUBLIC], held)
        if may.amount is not True:
            raise ClassesNotPublic


def _stratum_of(member: PoolMember, facts: DrawFacts) -> str:
    return member.classed.risk.code if facts.is_stratified else WHOLE


def _strata(rule: FieldRule, held: Parameters, facts: DrawFacts) -> tuple[Stratum, ...]:
    if not facts.is_stratified:
        share = _share(rule, rule.ungraded, held, facts.on)
        return (Stratum(WHOLE, WHOLE_NAME, share, facts.floor),)
    return tuple(
        Stratum(one.code, one.name, _share(rule, one.code, held, facts.on), facts.floor)
        for one in rule.classes
    )


def _share(rule: FieldRule, code: str, held: Parameters, on: datetime.date) -> float:
    return float(held[rule.class_(code).ratio].on(on).amount)
