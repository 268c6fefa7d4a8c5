"""For which records of a batch a repair notice is owed: adverse ones that stand, part by part."""

import datetime

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.queries.batch import BatchFacts
from gongxin.queries.entry import shown_entry
from gongxin.queries.entry_row import COLUMNS, NAMES
from gongxin.queries.item import judged_item
from gongxin.queries.reading import rows
from gongxin.queries.shown_entry import ShownEntry

PART = 500  # notices in one file


def count(batch: BatchFacts, *, on: datetime.date) -> int:
    """Return how many notices the batch owes."""
    item = judged_item(batch.item, batch.edition)
    if batch.sequence_from is None or item is None or not item.is_adverse:
        return 0
    where, values = _of_batch(batch, on)
    ((found,),) = rows(f"SELECT count(*) FROM entry e WHERE {where}", values)
    return int(found)


def part(batch: BatchFacts, number: int, *, on: datetime.date) -> tuple[ShownEntry, ...]:
    """Return the records of a part, counted from 1, in the order of the provider's file."""
    item = judged_item(batch.item, batch.edition)
    if batch.sequence_from is None or item is None or not item.is_adverse:
        return ()
    where, values = _of_batch(batch, on)
    sql = (
        f"SELECT {COLUMNS} FROM entry e {NAMES} WHERE {where}"
        " ORDER BY e.sequence LIMIT %(size)s OFFSET %(start)s"
    )
    found = rows(sql, {**values, "size": PART, "start": (number - 1) * PART})
    return tuple(shown_entry(one, Viewer.unit(batch.unit)) for one in found)


def _of_batch(batch: BatchFacts, on: datetime.date) -> tuple[str, dict[str, object]]:
    sight = condition(Viewer.unit(batch.unit), on=on)
    span = "e.sequence BETWEEN %(first)s AND %(last)s AND e.batch = %(batch)s"
    values: dict[str, object] = {
        **sight.values, "batch": batch.id, "first": batch.sequence_from, "last": batch.sequence_to,
    }  # fmt: skip
    return f"{span} AND {sight.sql}", values
