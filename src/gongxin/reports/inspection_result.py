"""The result of a task: a batch of one through the intake, then linked to the task."""

import datetime
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from gongxin.actions import batch, inspection
from gongxin.catalogue.label import Label
from gongxin.intake.source import Source
from gongxin.queries.inspection import InspectionFacts

ITEM = "administrative_inspection"
WAYS = {"draw": "random", "routine": "routine", "special": "special", "complaint": "case"}
GIVEN = (
    "inspection_number", "inspected_on", "inspection_name", "legal_basis", "result_type", "conclusion",
    "situation", "follow_up_due_on", "public_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reported:
    """Whether the result is on record; if not, why, in the words of the checks."""

    is_taken: bool
    findings: Sequence[Label]


def report(task: InspectionFacts, given: Mapping[str, Any], *, on: datetime.date) -> Reported:
    """Take the result in as the unit's record; `given` are fields of the item by code."""
    with tempfile.TemporaryDirectory(prefix="gongxin-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        source = Source.of_rows([row_of(task, given)], folder=Path(folder))
        told = batch.submit(source, item=ITEM, unit=task.unit, on=on)
    if told.held is None and not told.rejected and not told.refused_natural_person:
        inspection.link_results()
        return Reported(True, ())
    errors = [one for one in told.findings if one.get("severity") == "error"]
    return Reported(
        False, [Label(str(one["message"]), str(one["message_en"])) for one in errors] or [_held()]
    )


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


def _held() -> Label:
    return Label(
        "结果暂缓入库，须由本单位审核员在“批次”中放行。",
        "The result is held: the unit's reviewer releases it.",
    )
