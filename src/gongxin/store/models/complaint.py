"""Complaints of an organisation about somebody's look at it."""

from django.db import models
from django.db.models import Q


class Complaint(models.Model):
    """A complaint about one look, until an auditor decides it. At most one is open for each look."""

    id = models.UUIDField(primary_key=True)
    look = models.UUIDField()  # the record of the entry that tells of the look
    uscc = models.CharField(max_length=18)
    unit = models.CharField(max_length=18)  # who looked
    text = models.TextField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, blank=True)  # upheld, dismissed
    reasons = models.TextField(blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaint"
        constraints = (
            models.UniqueConstraint(
                fields=["look"], name="complaint_one_open", condition=Q(decided_at__isnull=True)
            ),
            models.CheckConstraint(
                name="complaint_decided_whole",
                condition=Q(decided_at__isnull=True, outcome="", reasons="", decided_by="")
                | Q(
                    decided_at__isnull=False,
                    outcome__in=["upheld", "dismissed"],
                    reasons__gt="",
                    decided_by__gt="",
                ),
            ),
        )
        indexes = (models.Index(fields=["uscc", "-made_at"], name="complaint_of_organisation"),)
