"""Batches: what came in, what became of it, and the receipt."""

from django.db import models
from django.db.models import F, Q


class Batch(models.Model):
    """A file or API call of rows. States: received, held, taken, discarded, refused (unreadable)."""

    id = models.UUIDField(primary_key=True)
    item = models.CharField(max_length=64)
    edition = models.CharField(max_length=32)
    unit = models.CharField(max_length=18)
    submitted_by = models.CharField(max_length=150)  # account name; empty from the command line
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the bytes received, hexadecimal
    state = models.CharField(max_length=16)
    stage = models.CharField(max_length=16, blank=True)  # reading, checking, storing, writing
    received_at = models.DateTimeField()
    day = models.DateField(null=True)  # on which it counts as received, and by which it is judged
    mends = models.UUIDField(null=True)  # the first batch of a chain of resubmissions
    ended_at = models.DateTimeField(null=True)
    rows = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    corrected = models.IntegerField(default=0)
    duplicate = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    refused_natural_person = models.IntegerField(default=0)
    review = models.IntegerField(default=0)  # rows waiting in the review queue (subset of rejected)
    warnings = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    held_because = models.TextField(blank=True)
    decided_by = models.CharField(max_length=150, blank=True)  # who took or discarded a held batch
    refused_because = models.TextField(blank=True)
    sequence_from = models.BigIntegerField(null=True)
    sequence_to = models.BigIntegerField(null=True)
    log_size = models.BigIntegerField(null=True)
    receipt = models.TextField(blank=True)  # signed JSON as handed out
    is_finished = models.BooleanField(default=False)  # result files written, upload removed

    class Meta:
        db_table = "batch"
        constraints = (
            models.CheckConstraint(
                name="batch_state_known",
                condition=Q(state__in=["received", "held", "taken", "discarded", "refused"]),
            ),
            models.CheckConstraint(
                name="batch_taken_has_receipt", condition=~Q(state="taken") | ~Q(receipt="")
            ),
            models.CheckConstraint(
                name="batch_every_row_accounted_for",
                condition=~Q(state="taken")
                | Q(
                    rows=F("accepted")
                    + F("corrected")
                    + F("duplicate")
                    + F("rejected")
                    + F("refused_natural_person")
                ),
            ),
        )
        indexes = (models.Index(fields=["unit", "-received_at"], name="batch_of_unit"),)
