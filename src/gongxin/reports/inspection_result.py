"""The result of a task: a batch of one through the intake, then linked to the task."""

import datetime
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from gongxin.actions import batch, batch_of_one, inspection
from gongxin.actions.unit_setting import is_released_apart
from gongxin.intake.source import Source
from gongxin.queries.inspection import InspectionFacts

ITEM = "administrative_inspection"
WAYS = {"draw": "random", "routine": "routine", "special": "special", "complaint": "case"}
GIVEN = (
    "inspection_number", "inspected_on", "inspection_name", "legal_basis", "result_type", "conclusion",
    "situation", "follow_up_due_on", "public_until",
)  # fmt: skip


def report(task: InspectionFacts, given: Mapping[str, Any], *, by: str, on: datetime.date) -> bool:
    """Take the result in as the unit's record; `given` are fields of the item by code.

    Return whether it is on record: where the unit has results released by another person, it waits for that.

    Raises:
        RowRefused: the checks do not take it.
    """
    row = row_of(task, given)
    if is_released_apart(task.unit):
        with tempfile.TemporaryDirectory(prefix="gongxin-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
            batch.submit(Source.of_rows([row], folder=Path(folder)), item=ITEM, unit=task.unit, on=on)
        return False
    with transaction.atomic():
        entered = batch_of_one.enter(row, item=ITEM, unit=task.unit, by=by, on=on)
        inspection.link_results(entered.record)
    return True


def row_of(task: InspectionFacts, given: Mapping[str, Any]) -> dict[str, object]:
    """Return the row that tells the result of a task, by the codes of the item's fields."""
    return {
        **{name: given[name] for name in GIVEN if given.get(name)},
        "subject_name": task.organisation,
        "uscc": task.uscc,
        "subject_class": "个体工商户" if task.uscc.startswith("92") else "法人及非法人组织",
        "plan_number": task.draw_code,
        "way": WAYS[task.kind],
        "authority_name": task.unit_name,
        "authority_uscc": task.unit,
        "source_name": task.unit_name,
        "source_uscc": task.unit,
    }
