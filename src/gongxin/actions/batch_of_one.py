"""One record from a form: a batch of one, judged by the same checks as every file, taken whole or refused."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from gongxin.actions.log import writing
from gongxin.actions.organisation import Register
from gongxin.actions.taking import Counts, edition_of, origin_of, take
from gongxin.intake.finding import Finding, findings
from gongxin.intake.screening import Screening, screen
from gongxin.intake.source import Source
from gongxin.store.models import Batch

FILE_NAME = "form.jsonl"


class RowRefused(Exception):
    """The checks refuse the record; `findings` say why, one for each fault."""

    def __init__(self, found: tuple[Finding, ...]) -> None:
        self.findings = found
        zh = "；".join(f"{one.label.zh}：{one.message.zh}{one.hint.zh}" for one in found)
        en = "; ".join(f"{one.label.en}: {one.message.en} {one.hint.en}" for one in found)
        super().__init__(
            f"没有通过检查，未入库。{zh or '重复或者不能识别。'}"
            f" / Not taken, the checks refuse it. {en or 'It repeats another, or is not understood.'}"
        )


@dataclass(frozen=True, slots=True)
class Entered:
    """The record, and the batch that brought it; `sequence` None: it stood there already, word for word."""

    record: UUID
    batch: UUID
    sequence: int | None


def enter(row: Mapping[str, object], *, item: str, unit: str, by: str, on: date) -> Entered:
    """Take a record in, under the ledger's lock; called within the transaction of the step that makes it.

    Raises:
        RowRefused: nothing is written then.
    """
    with _judged(row, item, on) as screening:
        return _take(screening, _batch(item, unit, by, on), on)


def check(row: Mapping[str, object], *, item: str, on: date) -> Mapping[str, object]:
    """Return the content that a record would have, as the checks leave it; nothing is written.

    Raises:
        RowRefused
    """
    with _judged(row, item, on) as screening:
        ((content,),) = screening.connection.execute("SELECT content FROM clean").fetchall()
    found: Mapping[str, object] = json.loads(content)
    return found


@contextmanager
def _judged(row: Mapping[str, object], item: str, on: date) -> Iterator[Screening]:
    with tempfile.TemporaryDirectory(prefix="gongxin-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        source = Source.of_rows([row], folder=Path(folder))
        edition = edition_of(on)
        with screen(source, edition.item(item), edition, on=on, register=Register()) as screening:
            if screening.counts.clean != 1:
                raise RowRefused(tuple(one for one in findings(screening) if one.severity == "error"))
            yield screening


def _batch(item: str, unit: str, by: str, on: date) -> Batch:
    return Batch(
        id=uuid4(),
        item=item,
        edition=edition_of(on).code,
        unit=unit,
        submitted_by=by,
        file_name=FILE_NAME,
        state="received",
        received_at=timezone.now(),
        day=on,
    )


def _take(screening: Screening, facts: Batch, on: date) -> Entered:
    counts = Counts(
        rows=1,
        duplicate=0,
        rejected=0,
        refused_natural_person=0,
        warnings=screening.counts.warnings,
        late=screening.counts.late,
        review=0,
        digest=screening.digest,
    )
    with writing():
        facts.save(force_insert=True)
        taken = take(screening.connection, facts, counts, origin=origin_of(facts, on), on=on)
        Batch.objects.filter(id=facts.id).update(is_finished=True, stage="")
    ((record,),) = screening.connection.execute("SELECT record FROM clean").fetchall()
    return Entered(record, facts.id, taken.sequence[0] if taken.sequence else None)
