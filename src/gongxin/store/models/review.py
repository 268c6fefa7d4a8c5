"""The review queue: what a person must decide."""

from django.db import models


class ReviewCase(models.Model):
    """A question for an officer: `match` (which organisation), `tier` (which tier)."""

    kind = models.CharField(max_length=16)
    item = models.CharField(max_length=64)
    unit = models.CharField(max_length=18)
    batch = models.UUIDField()
    row = models.IntegerField()
    record = models.UUIDField(null=True)
    subject_name = models.CharField(max_length=200, blank=True)  # as the row has it
    candidates = models.JSONField()  # [{uscc, name}]; suggestions, never a merge
    opened_at = models.DateTimeField()
    staged = models.CharField(max_length=32, blank=True)  # what a person chose and may still take back
    staged_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=32, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)

    class Meta:
        db_table = "review_case"
        constraints = (models.UniqueConstraint(fields=["kind", "batch", "row"], name="review_case_once"),)
