"""Warnings to units, each with what became of it."""

from django.db import models
from django.db.models import Q

OUTCOMES = ("acted", "known", "unfounded")


class Warning(models.Model):
    """Something that a unit should look at by a day; `key` says what, so that it is raised once."""

    id = models.UUIDField(primary_key=True)
    rule = models.CharField(max_length=32)
    unit = models.CharField(max_length=18)
    uscc = models.CharField(max_length=18)
    key = models.CharField(max_length=64)
    record = models.UUIDField(null=True)  # the entry it is about, where it is about one
    values = models.JSONField(default=dict)
    raised_on = models.DateField()
    due_on = models.DateField(null=True)  # none while the city has not decided the term
    outcome = models.CharField(max_length=16, blank=True)
    reasons = models.CharField(max_length=1000, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "warning"
        constraints = (
            models.UniqueConstraint(fields=["rule", "unit", "uscc", "key"], name="warning_once"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="", reasons="", decided_by="")
                | Q(decided_at__isnull=False, outcome__in=OUTCOMES, reasons__gt="", decided_by__gt=""),
                name="warning_decided_whole",
            ),
        )
        indexes = (
            models.Index(
                fields=["unit", "due_on"], condition=Q(decided_at__isnull=True), name="warning_waiting"
            ),
        )
