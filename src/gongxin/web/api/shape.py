"""The shapes of answers, for the description of the API. Answers themselves are written straight to text."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field


class HitOut(Schema):
    uscc: str
    name: str
    kind: str
    status: str
    matched_name: str


class SearchOut(Schema):
    """`suggestions` are near names where little was found; nothing says that they are meant."""

    hits: list[HitOut]
    suggestions: list[HitOut]
    total: int
    is_capped: bool
    next: str | None


class OrganisationOut(Schema):
    uscc: str
    name: str
    kind: str
    status: str
    region: str
    region_name: str
    industry: str
    industry_name: str
    registering_unit: str
    address: str
    established_on: date | None
    ended_on: date | None
    former_names: list[str]
    is_registered: bool
    records: dict[str, int]


class MarkOut(Schema):
    """Days on which the record is annotated (disputed), suspended or repaired; null: no end is known."""

    kind: str
    from_: date = Field(alias="from")
    until: date | None


class RecordOut(Schema):
    """`content` holds the item's public fields by code; the catalogue names and explains them.

    `marks` are those that stand or lie ahead: on the days of a suspended or repaired one nobody shows it.
    """

    sequence: int
    record: UUID
    version: int
    item: str
    item_name: str
    edition: str
    uscc: str
    organisation: str
    unit: str
    unit_name: str
    decided_on: date | None
    valid_until: date | None
    tier: str | None
    shown_from: date | None
    shown_until: date | None
    repairable_on: date | None
    query_until: date | None
    known_at: datetime
    is_late: bool | None
    disclosure: str
    marks: list[MarkOut]
    content: dict[str, Any]


class RecordsOut(Schema):
    records: list[RecordOut]
    next: str | None


class ProofOut(Schema):
    """RFC 6962 inclusion proof. The leaf is SHA-256(salt || statement); hashes and leaf are base64."""

    leaf: str
    leaf_index: int
    tree_size: int
    hashes: list[str]
    salt: str | None
    statement: str | None
    checkpoint: str


class ChangeOut(Schema):
    """One step of the ledger. `change` is shown, marked, hidden, upcoming, withdrawn or erased.

    `entry` is there when shown or marked. `seen_from` and `seen_until` are the first and last day on which a
    copy may be shown, of what is shown and what is upcoming, but for days that its `marks` take out. `erased`
    names the sequences whose content was emptied.
    """

    sequence: int
    change: str
    known_at: datetime
    record: UUID | None
    seen_from: date | None
    seen_until: date | None
    erased: list[int]
    entry: RecordOut | None


class ChangesOut(Schema):
    """`position` is the sequence to ask for changes after; `size` how far the ledger reaches.

    `on` is the day by which the platform decided what is shown.
    """

    changes: list[ChangeOut]
    position: int
    size: int
    on: date


class HistoryOut(Schema):
    """An answer as of a day and moment, and where the look at it stands in the log."""

    as_of: date
    known_at: datetime | None
    answer: dict[str, Any]
    sequence: int
    checkpoint: str


class LabelOut(Schema):
    zh: str
    en: str


class ItemHeadOut(Schema):
    code: str
    name: LabelOut
    category: str
    disclosure: str
    publicity: str
    basis: list[str]


class CatalogueOut(Schema):
    """The edition in force, with the head of each item."""

    edition: str
    in_force_from: date
    items: list[ItemHeadOut]


class ItemOut(Schema):
    """An item as its file declares it: fields, codes, rules, identity, publicity, basis."""

    model_config = ConfigDict(extra="allow")

    code: str
    name: LabelOut
    category: str
    disclosure: str
    fields: list[dict[str, Any]]


class BatchOut(Schema):
    """A batch: state is received, held, taken, discarded or refused; the counts are final from then on."""

    id: UUID
    item: str
    edition: str
    unit: str
    submitted_by: str
    file_name: str
    digest: str
    state: str
    stage: str
    received_at: datetime
    ended_at: datetime | None
    rows: int
    accepted: int
    corrected: int
    duplicate: int
    rejected: int
    refused_natural_person: int
    review: int
    warnings: int
    late: int
    held_because: str
    refused_because: str
    sequence_from: int | None
    sequence_to: int | None
    log_size: int | None
    is_finished: bool


class CheckedOut(Schema):
    """What the checks say. At most 1,000 findings; personal data in them is masked."""

    item: str
    digest: str
    counts: dict[str, int]
    unknown_columns: list[str]
    held: str | None
    findings: list[dict[str, Any]]
    findings_truncated: bool
