"""Tasks of inspection: given out within the budget, done when their result is on record."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from gongxin.actions.log import writing
from gongxin.intake.free_text import refuse_personal
from gongxin.store.copy import Target, copy_rows
from gongxin.store.models import Inspection, Organisation, Visit
from gongxin.supervision.disturbance import Placed, Placing, Visits, placed

READ = Callable[[Collection[str], int], Mapping[str, Visits]]
UNLIMITED = "complaint"  # what somebody reported, or a danger: no limit stops it
KINDS = ("routine", "special", UNLIMITED)
COLUMNS = (
    "id", "kind", "draw", "number", "uscc", "unit", "field", "stratum", "places", "reason", "due_on",
    "placing",
    "visit_id", "made_by", "made_at", "result_type",
)  # fmt: skip


class InspectionRefused(Exception):
    """A task that cannot be given out."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


@dataclass(frozen=True, slots=True)
class Budget:
    """The cap of visits a year, None where the city set none, and how to read the visits that count."""

    cap: int | None
    visits: READ


@dataclass(frozen=True, slots=True)
class Task:
    """What a unit is to inspect until a day."""

    kind: str
    uscc: str
    unit: str
    field: str
    due_on: date
    draw: UUID | None = None
    number: int | None = None
    stratum: str = ""
    places: tuple[int, ...] = ()
    reason: str = ""


def order(task: Task, budget: Budget, *, by: str, on: date) -> Placing:
    """Give out a task that no draw made; return whether it is a visit, part of one, or spared.

    Raises:
        InspectionRefused: nobody knows the organisation, the day is over, or no reason is given.
        PersonalInText: the reason holds a person's number.
    """
    if task.kind not in KINDS or not task.reason.strip():
        raise InspectionRefused(
            "请选择检查类型并写明理由。", "Choose a kind of inspection and give the reason."
        )
    if task.due_on < on:
        raise InspectionRefused("完成日期不能早于今天。", "The last day is no day of the past.")
    if not Organisation.objects.filter(uscc=task.uscc).exists():
        raise InspectionRefused(
            f"登记中没有代码为 {task.uscc[:18]} 的组织。请核对代码。",
            f"No organisation has the code {task.uscc[:18]}. Check it.",
        )
    refuse_personal(task.reason, on=on)
    with writing():  # the same lock as draws: two units never fill the last place at once
        if (
            Inspection.objects.filter(uscc=task.uscc, unit=task.unit, record=None)
            .exclude(placing="spared")
            .exists()
        ):
            raise InspectionRefused(
                "本单位对该组织已有未完成的检查任务，请先完成或并入。",
                "This unit has a task open for the organisation: do that one first.",
            )
        return give_out([task], budget, by=by, on=on)[0].placing


def give_out(tasks: Sequence[Task], budget: Budget, *, by: str, on: date) -> list[Placed]:
    """Place each task within the budget and keep it. Called under the ledger's lock."""
    places: list[Placed] = []
    for year in sorted({task.due_on.year for task in tasks}):
        mine = [task for task in tasks if task.due_on.year == year]
        cap = None if all(task.kind == UNLIMITED for task in mine) else budget.cap
        visits = budget.visits([task.uscc for task in mine], year)
        found = list(placed((task.uscc for task in mine), visits, cap))
        _keep(mine, found, by=by)
        places += found
    return places


def _keep(tasks: Sequence[Task], places: Sequence[Placed], *, by: str) -> None:
    """Copy visits and tasks into the tables: a draw among a million gives out fifty thousand."""
    now, both = timezone.now(), list(zip(tasks, places, strict=True))
    new = {task.uscc: uuid4() for task, place in both if place.placing is Placing.VISIT}
    visits = (
        (new[task.uscc], task.uscc, task.due_on.year, task.due_on, task.kind != UNLIMITED, now)
        for task, place in both
        if place.placing is Placing.VISIT
    )
    copy_rows(visits, Target("visit", ("id", "uscc", "year", "due_on", "counts", "made_at")))
    _hasten(tasks, places)
    rows = (
        (
            uuid4(), task.kind, task.draw, task.number, task.uscc, task.unit, task.field, task.stratum,
            json.dumps(task.places), task.reason.strip(), task.due_on, place.placing.value,
            UUID(place.visit) if place.visit else new.get(task.uscc), by, now, "",
        )
        for task, place in both
    )  # fmt: skip
    copy_rows(rows, Target("inspection", COLUMNS))


def _hasten(tasks: Sequence[Task], places: Sequence[Placed]) -> None:
    """A visit that takes in a task is due when the first of its tasks is."""
    for task, place in zip(tasks, places, strict=True):
        if place.placing is Placing.MERGED:
            Visit.objects.filter(id=place.visit, due_on__gt=task.due_on).update(due_on=task.due_on)


LINK = """
WITH found AS (
    SELECT DISTINCT ON (i.id) i.id, e.record, e.content::jsonb ->> 'result_type' AS result_type, e.decided_on
    FROM inspection i LEFT JOIN draw d ON d.id = i.draw
    JOIN entry e ON e.uscc = i.uscc AND e.unit = i.unit AND e.item = 'administrative_inspection'
        AND e.kind = 'record' AND e.superseded_by IS NULL AND e.content IS NOT NULL
        AND e.decided_on >= (i.made_at AT TIME ZONE 'Asia/Shanghai')::date
        AND (d.id IS NULL OR e.content::jsonb ->> 'plan_number' = d.code)
    WHERE i.record IS NULL AND i.placing <> 'spared' AND (%(only)s::uuid IS NULL OR e.record = %(only)s)
        AND e.content::jsonb ->> 'result_type' IS NOT NULL
        AND NOT EXISTS (SELECT FROM inspection other WHERE other.record = e.record)
    ORDER BY i.id, e.decided_on, e.sequence
), once AS (SELECT DISTINCT ON (record) * FROM found ORDER BY record, id)
UPDATE inspection i SET record = once.record, result_type = once.result_type, inspected_on = once.decided_on,
    linked_at = now()
FROM once WHERE once.id = i.id
"""


def link_results(only: UUID | None = None) -> int:
    """Link tasks to the entries that tell their results, however these came in; return how many.

    An entry is of a draw's task where its plan number is the draw's; of another task where the same unit
    inspected the same organisation after the task was given out.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LINK, {"only": only})
        return int(cursor.rowcount)
