"""Working on a delivery: read a part through disclosure, put it on record, write it; then close the file.

Killed at any moment it goes on from the last part on record. Cancelled, it stops before the next.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from uuid import UUID

from gongxin.actions import delivery as deliveries
from gongxin.actions.alone import alone
from gongxin.actions.delivery import ChangedMeanwhile, Chunk, DeliveryStopped, LookedUp
from gongxin.actions.delivery_file import begin_archive, write_part
from gongxin.intake.formula import harmless
from gongxin.queries import delivered_entry
from gongxin.queries.delivered_entry import DeliveredEntries, Seen
from gongxin.queries.entry import shown_entry
from gongxin.queries.entry_row import SEQUENCE
from gongxin.queries.entry_text import entry_text
from gongxin.queries.item import judged_item

HEADER = (
    "统一社会信用代码", "名称", "事项代码", "事项", "标题", "文号", "机关", "决定日期", "公示截止",
    "失信等级", "标注", "公开属性", "信息提供单位", "账本序号", "内容",
)  # fmt: skip
RECORDS, ORGANISATIONS = "records.csv", "organisations.jsonl"


def work_through(delivery: UUID) -> str:
    """Work on a delivery to its end; return its state then."""
    with alone(delivery) as is_ours:
        if not is_ours:
            return "elsewhere"
        try:
            while chunk := deliveries.next_chunk(delivery):
                _take(chunk)
            _finish(delivery)
        except DeliveryStopped:
            return deliveries.stop(delivery)
        return "delivered"


def _take(chunk: Chunk) -> None:
    """Look up the part; where an organisation takes something back just now, look again."""
    while True:
        found = delivered_entry.read(
            [uscc for _, uscc in chunk.places], unit=chunk.unit, items=chunk.items, on=chunk.on
        )
        looked_up = [_looked_up(place, one) for (place, _), one in zip(chunk.places, found, strict=True)]
        edition = delivered_entry.edition_code(chunk.on)
        try:
            deliveries.note_chunk(chunk, looked_up, edition=edition, write=partial(_write, chunk, found))
        except ChangedMeanwhile:
            continue
        return


def _looked_up(place: int, found: DeliveredEntries) -> LookedUp:
    return LookedUp(
        place=place,
        uscc=found.uscc,
        entries=found.entries,
        hidden=tuple(seen.row[SEQUENCE] for seen in found.hidden),
        items=found.items,
        authorisations=found.authorisations,
        answer=sha256(_line(found).encode()).hexdigest(),
    )


def _write(chunk: Chunk, found: Sequence[DeliveredEntries]) -> None:
    number = f"{chunk.places[0][0]:06}"
    write_part(chunk.delivery, f"{number}.jsonl", (_line(one) for one in found))
    write_part(chunk.delivery, f"{number}.csv", (line for one in found for line in _rows(one)))


def _finish(delivery: UUID) -> None:
    head = f"\ufeff{_csv(HEADER)}".encode()
    digests = begin_archive(delivery, [(RECORDS, head, ".csv"), (ORGANISATIONS, b"", ".jsonl")])
    deliveries.finish(delivery, digests)


def _line(found: DeliveredEntries) -> str:
    """Return the organisation as one line of JSON; each record's content is taken over as it stands."""
    head = {"uscc": found.uscc, "name": found.name, "status": found.status}
    records = ", ".join(entry_text(seen.row, seen.viewer) for seen in (*found.public, *found.hidden))
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "records": [{records}]}}\n'


def _rows(found: DeliveredEntries) -> Iterator[str]:
    for seen in (*found.public, *found.hidden):
        yield _csv(_cells(seen))


def _cells(seen: Seen) -> Iterator[str]:
    entry = shown_entry(seen.row, seen.viewer)
    item = judged_item(entry.item, entry.edition)
    name = item.name.zh if item else entry.item
    content = "；".join(f"{field.label.zh}：{field.value}" for field in entry.fields)
    for cell in (
        entry.uscc, entry.organisation, entry.item, name, entry.title, entry.document_number,
        entry.authority, entry.decided_on, entry.shown_until, entry.tier,
        "；".join(one.label.zh for one in entry.standing_marks), entry.disclosure,
        entry.unit_name or entry.unit, entry.sequence, content,
    ):  # fmt: skip
        yield "" if cell is None else harmless(str(cell))


def _csv(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
