"""The ledger's entry of a commitment: what stands, and its next version once performance is established."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from gongxin.actions.batch_of_one import Entered, enter
from gongxin.actions.commitment_plan import ITEM
from gongxin.store.models import Unit


class NoSuchCommitment(Exception):
    """There is none of this number, it was withdrawn, or it is another unit's to verify."""

    def __init__(self) -> None:
        super().__init__(
            "没有这项承诺，或者它已撤回、不由本单位核查。请回到列表。"
            " / No such commitment, or it was withdrawn, or is another unit's to verify. Go back to the list."
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a commitment, and by which unit. `heard_on`: before anything but kept."""

    performance: str
    unit: str
    on: date
    unkept: str = ""
    action: str = ""
    heard_on: date | None = None


def standing(record: UUID) -> Mapping[str, str]:
    """Return the content of the entry that stands.

    Raises:
        NoSuchCommitment: none does.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT content FROM entry WHERE record = %s AND item = %s AND kind = 'record'"
            " AND superseded_by IS NULL AND content IS NOT NULL",
            [record, ITEM],
        )
        found = cursor.fetchone()
    if found is None:
        raise NoSuchCommitment
    content: Mapping[str, str] = json.loads(found[0])
    return content


def with_finding(content: Mapping[str, str], found: Finding) -> dict[str, str]:
    """Return the row of the next version."""
    said = {
        "performance": found.performance,
        "performance_found_on": found.on.isoformat(),
        "performance_unit": unit_name(found.unit),
        "performance_unit_uscc": found.unit,
        "unkept_content": found.unkept,
        "action_taken": found.action,
        "heard_on": found.heard_on.isoformat() if found.heard_on else "",
    }
    return {**content, **said}


def establish(record: UUID, found: Finding, *, by: str, on: date) -> Entered:
    """Enter what was found as the record's next version.

    Raises:
        NoSuchCommitment
        RowRefused: the checks do not take it.
    """
    row = with_finding(standing(record), found)
    return enter(row, item=ITEM, unit=found.unit, by=by, on=on)


def unit_name(uscc: str) -> str:
    found = Unit.objects.filter(uscc=uscc).values_list("name", flat=True).first()
    return str(found or uscc)
