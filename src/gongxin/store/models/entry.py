"""The ledger: append-only entries. Content changes only through the database's own erase function."""

from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q

READ_BY = {
    "of_organisation": ["uscc", "item", "-decided_on"],
    "of_item": ["item", "-decided_on", "-sequence"],
    "of_unit": ["unit", "-decided_on", "-sequence"],
    "by_day": ["-decided_on", "-sequence"],
}


# Looks stand among the records, many to one organisation: no index of records has them; they have their own.
LOOKED_AT_BY = {
    "of_organisation": ["uscc", "-sequence"],
    "of_unit": ["unit", "-sequence"],
    "in_order": ["-sequence"],
}


def _indexes() -> Iterator[models.Index]:
    """Yield an index over what stands, and one over what stood before, for the view of an earlier moment."""
    current = Q(superseded_by__isnull=True, kind="record"), Q(superseded_by__isnull=False)
    for name, columns in READ_BY.items():
        for prefix, condition in zip(("entry", "earlier"), current, strict=True):
            yield models.Index(fields=columns, name=f"{prefix}_{name}", condition=condition)
    for name, columns in LOOKED_AT_BY.items():
        yield models.Index(fields=columns, name=f"query_{name}", condition=Q(kind="query"))
    repairable = Q(kind="record", superseded_by__isnull=True, repairable_on__isnull=False)
    yield models.Index(fields=["repairable_on"], name="entry_repairable", condition=repairable)
    awaited = Q(superseded_by__isnull=True, kind="query")
    yield models.Index(fields=["unit", "sequence"], name="query_awaiting_feedback", condition=awaited)


class Entry(models.Model):
    """One entry; `sequence` is commit-ordered without holes, and the leaf index in the log is `sequence - 1`.

    `superseded_by` is the one column that changes after insertion: the sequence of the next version.
    """

    sequence = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=16)  # record, withdrawal, erasure; or an event: query, feedback …
    record = models.UUIDField()  # what the versions of one record share
    version = models.IntegerField()
    superseded_by = models.BigIntegerField(null=True)
    item = models.CharField(max_length=64)
    edition = models.CharField(max_length=32)
    uscc = models.CharField(max_length=18)
    unit = models.CharField(max_length=18)  # who submitted
    batch = models.UUIDField(null=True)
    row = models.IntegerField(null=True)  # in the provider's file; 1 is the first below the header
    disclosure = models.CharField(max_length=16)
    tier = models.CharField(max_length=16, null=True)
    decided_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    shown_from = models.DateField(null=True)  # null: not shown to the public
    shown_until = models.DateField(null=True)  # last day shown; null with shown_from set: no end
    repairable_on = models.DateField(null=True)
    query_until = models.DateField(null=True)
    is_late = models.BooleanField(null=True)  # received after the term for reporting
    known_at = models.DateTimeField()
    content = models.TextField(null=True)  # canonical JSON object of the kept fields; null once erased
    salt = models.BinaryField(null=True)  # 16 bytes; null once erased
    commitment = models.BinaryField()  # 32 bytes: SHA-256(salt || statement); the leaf data of the log

    class Meta:
        db_table = "entry"
        constraints = (
            models.UniqueConstraint(fields=["record", "version"], name="entry_version_once"),
            models.CheckConstraint(name="entry_sequence_positive", condition=Q(sequence__gte=1)),
            models.CheckConstraint(name="entry_version_positive", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="entry_superseded_later",
                condition=Q(superseded_by__isnull=True) | Q(superseded_by__gt=F("sequence")),
            ),
            models.CheckConstraint(
                name="entry_shown_in_order",
                condition=Q(shown_until__isnull=True)
                | Q(shown_from__isnull=False, shown_until__gte=F("shown_from")),
            ),
            models.CheckConstraint(
                name="entry_erased_whole",
                condition=Q(content__isnull=True, salt__isnull=True)
                | Q(content__isnull=False, salt__isnull=False),
            ),
        )
        indexes = tuple(_indexes())
