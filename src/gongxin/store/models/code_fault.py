"""Duplicate and erroneous codes in the register, and what was done about each."""

from django.db import models
from django.db.models import Q


class CodeFault(models.Model):
    """A code, or several of one body, that cannot be right; `key` tells two faults apart."""

    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=200)
    codes = models.JSONField()  # the codes concerned
    number = models.CharField(max_length=64, blank=True)  # the old identifier they share
    unit = models.CharField(max_length=18)  # who submitted the registration
    registering_unit = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=16)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # when the register showed it last
    is_there = models.BooleanField(default=True)  # the last search found it

    class Meta:
        db_table = "code_fault"
        constraints = (
            models.UniqueConstraint(fields=["kind", "key"], name="code_fault_once"),
            models.CheckConstraint(
                name="code_fault_state_known",
                condition=Q(state__in=["open", "sent", "corrected", "explained", "closed"]),
            ),
        )
        indexes = (models.Index(fields=["state", "unit"], name="code_fault_waiting"),)


class CodeFaultStep(models.Model):
    """One step of the procedure, for good."""

    fault = models.ForeignKey(CodeFault, on_delete=models.PROTECT)
    step = models.CharField(max_length=16)
    state = models.CharField(max_length=16)  # after it
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        db_table = "code_fault_step"
