"""Taking a batch: entries, log, register, review queue and receipt, in one transaction or not at all."""

from dataclasses import asdict, dataclass
from datetime import UTC, date
from typing import Any

from django.conf import settings
from duckdb import DuckDBPyConnection

from gongxin.actions import commitment_plan, organisation
from gongxin.actions.append import Origin, Taken, append_rows
from gongxin.actions.key import signer
from gongxin.actions.log import writing
from gongxin.actions.review import queue_matches, queue_tiers
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.judging import editions_by_decision, judging
from gongxin.catalogue.publicity import PublicityKind
from gongxin.disclosure.window import window_sql
from gongxin.intake.repairability import closed_sql
from gongxin.law.parameter import Parameters, load_parameters
from gongxin.ledger import receipt
from gongxin.ledger.receipt import Receipt
from gongxin.ledger.statement import TIME
from gongxin.store.models import Batch


@dataclass(frozen=True, slots=True)
class Counts:
    """What checking alone found; what the ledger says is added when the rows are taken."""

    rows: int
    duplicate: int
    rejected: int
    refused_natural_person: int
    warnings: int
    late: int
    review: int
    digest: str


class BatchMovedMeanwhile(Exception):
    """Somebody else decided the batch first."""

    def __init__(self, batch: object) -> None:
        super().__init__(
            f"批次 {batch} 已由他人处理，请刷新后查看。"
            f" / Batch {batch} was decided meanwhile; look at it again."
        )


def parameters() -> Parameters:
    """Return the legal numbers, with the city's own decisions."""
    return load_parameters(*settings.GONGXIN_CITY_FOLDERS)


def edition_of(on: date) -> Edition:
    """Return the edition that a batch coming in on a day is judged by, the city's folder included."""
    return judging(on, settings.GONGXIN_CITY)


def origin_of(facts: Batch, on: date) -> Origin:
    """Return what the entries of a batch share."""
    edition, editions = edition_of(on), editions_by_decision(on, settings.GONGXIN_CITY)
    return Origin(edition.item(facts.item), edition.code, facts.unit, facts.id, editions)


def take(rows: DuckDBPyConnection, facts: Batch, counts: Counts, *, origin: Origin, on: date) -> Taken:
    """Write the table `clean` into the ledger and hand out the receipt.

    Raises:
        BatchMovedMeanwhile: the batch is no longer in the state it was read in; nothing is written.
    """
    windows = window_sql(origin.item, parameters=parameters(), source_table="clean")
    windows = closed_sql(origin.item, edition_of(on), on=on, windows=windows)
    rows.execute(f"CREATE OR REPLACE TEMP VIEW windowed AS {windows}")
    with writing() as head:
        taken = append_rows(rows, "windowed", origin=origin, head=head)
        if origin.item.code == organisation.REGISTRATION:
            organisation.project_registrations(rows, on=on)
        else:
            organisation.know_subjects(rows, "windowed")
        if origin.item.code == commitment_plan.ITEM:
            commitment_plan.project(rows, parameters=parameters())
        if origin.item.publicity.kind is PublicityKind.TIER:
            queue_tiers(rows, facts, head.now)
        queue_matches(rows, facts, head.now)
        _decide(facts, counts, taken, origin)
    return taken


def _decide(facts: Batch, counts: Counts, taken: Taken, origin: Origin) -> None:
    first, last = taken.sequence or (None, None)
    told = _told(counts, taken)
    changes: dict[str, Any] = {
        **told,
        "edition": origin.edition,
        "sequence_from": first,
        "sequence_to": last,
        "log_size": taken.head.size,
        "receipt": _receipt(facts, counts, taken, origin),
        "ended_at": taken.head.now,
        "stage": "writing",
        "held_because": "",
        "state": "taken",
    }
    moved = Batch.objects.filter(id=facts.id, state=facts.state).update(**changes)
    if moved != 1:
        raise BatchMovedMeanwhile(facts.id)


def _told(counts: Counts, taken: Taken) -> dict[str, Any]:
    """Return the counts of the batch: every row is one of five things."""
    return asdict(counts) | {
        "accepted": taken.accepted,
        "corrected": taken.corrected,
        "duplicate": counts.duplicate + taken.duplicate,
        "rejected": counts.rejected + taken.erased,
    }


def _receipt(facts: Batch, counts: Counts, taken: Taken, origin: Origin) -> str:
    told = _told(counts, taken)
    names = ("rows", "accepted", "corrected", "duplicate", "rejected", "refused_natural_person", "digest")
    return receipt.write(
        Receipt(
            batch=str(facts.id),
            item=origin.item.code,
            edition=origin.edition,
            unit=origin.unit,
            file_name=facts.file_name,
            received_at=facts.received_at.astimezone(UTC).strftime(TIME),
            sequence=taken.sequence,
            log_size=taken.head.size,
            checkpoint=taken.head.note,
            **{name: told[name] for name in names},
        ),
        signer(),
    )
