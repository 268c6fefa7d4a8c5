"""Draws from the plan to the result: two persons fix the pool, two see to the seed, the log has both."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from gongxin.actions.draw_file import FILES, digests, folder_of, publish, working
from gongxin.actions.draw_plan import DrawRefused, PlannedDraw, plan_of, refuse_plan
from gongxin.actions.event import Event, append_events
from gongxin.actions.inspection import Budget, Task, give_out
from gongxin.actions.log import Head, writing
from gongxin.actions.notice import notify
from gongxin.disclosure.notice_kind import ValueOfNotice
from gongxin.engine.duckdb import connect
from gongxin.intake.free_text import refuse_personal
from gongxin.store.models import Draw, Unit
from gongxin.supervision import draw as rule
from gongxin.supervision.field_rule import FieldRule
from gongxin.supervision.plan import Plan, Stratum
from gongxin.supervision.pool import PLAN, POOL, Frozen, freeze

DRAFT, FROZEN, SEEDED, DRAWN, WITHDRAWN = "draft", "frozen", "seeded", "drawn", "withdrawn"
OBJECTS = "objects.csv"


class DrawMoved(DrawRefused):
    """The draw stands elsewhere than where the step begins."""


class SecondPerson(DrawRefused):
    """Whoever prepared a step cannot confirm it."""


class FilesChanged(DrawRefused):
    """The files of the pool are not those whose digest was published."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pool ready to be fixed: code and stratum of each, the strata, and how many were left out as full."""

    rows: Sequence[tuple[str, str]]
    strata: tuple[Stratum, ...]
    full: int


def plan(planned: PlannedDraw, *, unit: str, by: str, on: date) -> UUID:
    """Keep a plan; nothing is public yet.

    Raises:
        DrawRefused: it cannot be carried out, or its number is taken.
        PersonalInText: a text holds a person's number.
    """
    refuse_plan(planned, on)
    made = Draw(
        id=uuid4(), unit=unit, code=planned.code, round=planned.round, name_zh=planned.name.zh,
        name_en=planned.name.en, field=planned.rule.code, field_from=planned.rule.from_, on=planned.on,
        due_on=planned.due_on, team=planned.team, floor=planned.floor, is_stratified=planned.is_stratified,
        scope={"regions": list(planned.regions), "licence": planned.licence},
        units=[asdict(one) for one in planned.units],
        avoided=[
            {"unit": one, "organisations": sorted(codes), "reason": planned.avoided_because}
            for one, codes in sorted(planned.avoided.items())
        ],
        seed_source=planned.seed_source.strip(), seed_on=planned.seed_on, state=DRAFT, made_by=by,
        made_at=timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise DrawRefused(
            f"计划编号 {planned.code} 第 {planned.round} 轮已有。请换编号或写下一轮。",
            f"There is a round {planned.round} of plan {planned.code}: use another number or round.",
        ) from error
    return made.id


def withdraw(draw: UUID, *, said: str, by: str, on: date) -> None:
    """Give up a plan that is not fixed yet: its author does, or the second person who does not agree.

    Raises:
        DrawMoved: it is fixed, and stays.
        DrawRefused: without a reason.
    """
    _refuse_silence(said)
    refuse_personal(said, on=on)
    _move(draw, DRAFT, state=WITHDRAWN, said=f"{by}：{said.strip()}"[:500])


def fix(draw: UUID, pooled: Pooled, rule_: FieldRule, *, by: str, on: date) -> str:
    """Fix plan and pool, put their digest into the log, and return it.

    Raises:
        DrawMoved: it is not waiting to be fixed.
        SecondPerson: the plan is one's own.
        DrawRefused: the day of the seed has begun: then the pool could be chosen to fit it.
        InvalidPool, InvalidPlan: it cannot be drawn from.
    """
    facts = _standing(draw, DRAFT)
    if facts.made_by == by:
        raise SecondPerson("自己编制的计划由另一人固定。", "Somebody else fixes the plan that you wrote.")
    if facts.seed_on <= on:
        raise DrawRefused(
            f"种子产生日期 {facts.seed_on} 已到，名单须在此前固定。请作废后另定日期。",
            f"The seed comes on {facts.seed_on}; the pool is fixed before. Withdraw, and set a later day.",
        )
    with working(draw) as folder:
        frozen = _frozen(replace(plan_of(facts, rule_), strata=pooled.strata), pooled, folder)
        with writing() as head:
            locked = _locked(draw, DRAFT)
            size = sum(frozen.sizes.values())
            head = _announce(head, locked, frozen.digest, {"size": size, "full": pooled.full})
            Draw.objects.filter(id=draw).update(
                state=FROZEN, frozen_by=by, frozen_at=head.now, frozen_sequence=head.size,
                plan_digest=frozen.digest, pool=size, full=pooled.full, files=digests(folder, (POOL, PLAN)),
                strata=[_stratum(one, frozen) for one in pooled.strata],
            )  # fmt: skip
            publish(folder, draw)
    return frozen.digest


def cancel(draw: UUID, *, said: str, by: str, on: date) -> None:
    """Give up a draw whose pool is fixed; everybody reads that and why, and the log has it.

    Whoever could drop a draw in silence could draw until the result pleases.

    Raises:
        DrawMoved: it is not waiting for its seed.
        SecondPerson: one fixed the pool oneself.
        DrawRefused: without a reason.
    """
    _refuse_silence(said)
    refuse_personal(said, on=on)
    with writing() as head:
        facts = _locked(draw, FROZEN)
        if facts.frozen_by == by:
            raise SecondPerson("自己固定的名单由另一人作废。", "Somebody else cancels what you fixed.")
        _append(head, facts, 2, {"step": WITHDRAWN, "plan": facts.plan_digest, "reason": said.strip()[:500]})
        Draw.objects.filter(id=draw).update(state=WITHDRAWN, said=said.strip()[:500])


def enter_seed(draw: UUID, seed: str, *, proof: str, by: str, on: date) -> None:
    """Enter the seed as it came out in public; somebody else draws with it.

    Raises:
        DrawMoved: the pool is not fixed, or a seed is entered already.
        DrawRefused: before the day announced, without seed or proof, or with a seed that was known before.
    """
    facts = _standing(draw, FROZEN)
    if on < facts.seed_on:
        raise DrawRefused(
            f"已公告种子于 {facts.seed_on} 产生，此前不能登记。",
            f"The seed was announced for {facts.seed_on}; none can be entered before.",
        )
    if not seed.strip() or not proof.strip():
        raise DrawRefused(
            "请填写种子，并写明公众在何处可以查证。", "Give the seed, and where everybody can look it up."
        )
    refuse_personal(proof, on=on)
    _refuse_stale(facts, seed)
    _move(
        draw,
        FROZEN,
        state=SEEDED,
        seed=seed,
        seed_proof=proof.strip(),
        seeded_by=by,
        seeded_at=timezone.now(),
    )


def _refuse_stale(facts: Draw, seed: str) -> None:
    """Refuse a seed of another round or day; draws that wait for one value of one day may share it."""
    same = Draw.objects.filter(seed=seed).exclude(id=facts.id)
    used = same.filter(Q(code=facts.code) | ~Q(seed_on=facts.seed_on)).values_list("code", flat=True).first()
    if used is not None:
        raise DrawRefused(
            f"这个种子在抽取 {used} 中已经用过，每一轮须用新的种子。请核对公开的结果。",
            f"The draw {used} had this seed already; each round has a fresh one. Look at what came out.",
        )


def refuse_seed(draw: UUID, *, by: str) -> None:
    """Take an entered seed back, which does not agree with what came out in public; the second person does.

    Raises:
        DrawMoved: no seed waits.
    """
    _move(
        draw,
        SEEDED,
        state=FROZEN,
        seed="",
        seed_proof="",
        seeded_by="",
        seeded_at=None,
        said=f"{by}：种子不符",
    )


def carry_out(draw: UUID, rule_: FieldRule, budget: Budget, *, by: str, on: date) -> rule.Drawn:
    """Draw with the seed that somebody else entered; publish, put it into the log, give out the tasks.

    Raises:
        DrawMoved: no seed waits.
        SecondPerson: the seed was entered by oneself.
        FilesChanged: plan or pool are not what was published.
    """
    facts = _standing(draw, SEEDED)
    if facts.seeded_by == by:
        raise SecondPerson("自己登记的种子由另一人核对并抽取。", "Somebody else checks your seed and draws.")
    with working(draw) as folder:
        known = replace(plan_of(facts, rule_), objects=folder_of(draw) / POOL)
        with closing(connect(folder, files=[known.objects])) as connection:
            frozen = freeze(connection, known, folder)
            if frozen.digest != facts.plan_digest:
                raise FilesChanged(
                    "名单或计划与已公布的摘要不符，不能抽取。请恢复原文件。",
                    "Pool or plan are not what the published digest says: restore the files.",
                )
            drawn = rule.draw(connection, known, frozen, seed=facts.seed, folder=folder)
        with writing() as head:
            locked = _locked(draw, SEEDED)
            tasks = tuple(_tasks(folder / rule.RESULT, locked))
            files = digests(folder, FILES)
            head = _record(head, locked, files, drawn.count)
            Draw.objects.filter(id=draw).update(
                state=DRAWN, drawn_by=by, drawn_at=head.now, drawn_sequence=head.size, count=drawn.count,
                files=files, strata=_counted(locked.strata, tasks),
            )  # fmt: skip
            give_out(tasks, budget, by=by, on=on)
            _tell(locked, tasks)
            publish(folder, draw)
    return drawn


def _frozen(known: Plan, pooled: Pooled, folder: Path) -> Frozen:
    objects = folder / OBJECTS
    with objects.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows((("uscc", "stratum"), *pooled.rows))
    with closing(connect(folder, files=[objects])) as connection:
        frozen = freeze(connection, replace(known, objects=objects), folder)
    objects.unlink()
    return frozen


def _announce(head: Head, facts: Draw, digest: str, counts: Mapping[str, int]) -> Head:
    said = {
        "step": FROZEN, "code": facts.code, "round": facts.round, "name": facts.name_zh, "plan": digest,
        "seed_source": facts.seed_source, "seed_on": facts.seed_on.isoformat(), **counts,
    }  # fmt: skip
    return _append(head, facts, 1, said)


def _record(head: Head, facts: Draw, files: Mapping[str, str], count: int) -> Head:
    said = {
        "step": DRAWN, "code": facts.code, "round": facts.round, "plan": facts.plan_digest,
        "seed": facts.seed, "seed_proof": facts.seed_proof, "count": count, "files": dict(files),
    }  # fmt: skip
    return _append(head, facts, 2, said)


def _append(head: Head, facts: Draw, version: int, said: Mapping[str, object]) -> Head:
    """The first step is version 1 of the draw's record; it is about the unit that organises it."""
    event = Event(
        kind="draw",
        item="draw",
        uscc=facts.unit,
        unit=facts.unit,
        content=said,
        record=facts.id,
        version=version,
    )
    return append_events(head, [event])


def _tasks(result: Path, facts: Draw) -> Iterator[Task]:
    with result.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Task(
                kind="draw",
                uscc=row["uscc"],
                unit=row["unit"],
                field=facts.field,
                due_on=facts.due_on,
                draw=facts.id,
                number=int(row["number"]),
                stratum=row["stratum"],
                places=tuple(map(int, row["places"].split())),
            )


def _counted(strata: Iterable[Mapping[str, object]], tasks: Sequence[Task]) -> list[dict[str, object]]:
    return [{**one, "drawn": sum(task.stratum == one["code"] for task in tasks)} for one in strata]


def _stratum(one: Stratum, frozen: Frozen) -> dict[str, object]:
    return {
        "code": one.code, "zh": one.name.zh, "en": one.name.en, "ratio": str(one.ratio), "floor": one.floor,
        "size": frozen.sizes.get(one.code, 0),
    }  # fmt: skip


def _tell(facts: Draw, tasks: Sequence[Task]) -> None:
    known = set(Unit.objects.values_list("uscc", flat=True))
    for unit in {task.unit for task in tasks} & known:
        mine = sum(task.unit == unit for task in tasks)
        told: dict[str, ValueOfNotice] = {
            "name": {"zh": facts.name_zh, "en": facts.name_en},
            "count": mine,
            "due_on": facts.due_on.isoformat(),
        }
        notify("inspections_drawn", told, to_unit=unit, about=facts.id)


def _standing(draw: UUID, state: str) -> Draw:
    facts = Draw.objects.filter(id=draw, state=state).first()
    if facts is None:
        raise _moved()
    return facts


def _locked(draw: UUID, state: str) -> Draw:
    facts = Draw.objects.select_for_update().filter(id=draw, state=state).first()
    if facts is None:
        raise _moved()
    return facts


def _move(draw: UUID, begins: str, **changes: object) -> None:
    if not Draw.objects.filter(id=draw, state=begins).update(**changes):
        raise _moved()


def _moved() -> DrawMoved:
    return DrawMoved(
        "抽取已由他人办理到别的环节，请刷新后查看。", "The draw stands elsewhere by now; look again."
    )


def _refuse_silence(said: str) -> None:
    if not said.strip():
        raise DrawRefused("请写明理由。", "Give the reason.")
