"""Tasks of inspection, and the visits in which they are done."""

from django.db import models
from django.db.models import Q

KINDS = ("draw", "routine", "special", "complaint")
PLACINGS = ("visit", "merged", "spared")


class Visit(models.Model):
    """One visit to an organisation, however many units take part in it."""

    id = models.UUIDField(primary_key=True)
    uscc = models.CharField(max_length=18)
    year = models.IntegerField()
    due_on = models.DateField()
    counts = models.BooleanField()  # false: a complaint or a danger, which no limit stops
    made_at = models.DateTimeField()

    class Meta:
        db_table = "visit"
        indexes = (models.Index(fields=["uscc", "year"], name="visit_of_organisation"),)


class Inspection(models.Model):
    """What a unit has to inspect by a day; `record` is the entry of the ledger with the result."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16)
    draw = models.UUIDField(null=True)
    number = models.IntegerField(null=True)  # in the result of the draw
    uscc = models.CharField(max_length=18)
    unit = models.CharField(max_length=18)
    field = models.CharField(max_length=32)
    stratum = models.CharField(max_length=16, blank=True)
    places = models.JSONField(default=list)  # numbers in the unit's own roster
    reason = models.CharField(max_length=500, blank=True)
    due_on = models.DateField()
    placing = models.CharField(max_length=8)
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    record = models.UUIDField(null=True)
    result_type = models.CharField(max_length=2, blank=True)
    inspected_on = models.DateField(null=True)
    linked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inspection"
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="inspection_kind_known"),
            models.CheckConstraint(
                condition=Q(placing="spared", visit__isnull=True)
                | Q(placing__in=["visit", "merged"], visit__isnull=False),
                name="inspection_in_a_visit",
            ),
            models.CheckConstraint(
                condition=Q(record__isnull=True, result_type="", inspected_on=None, linked_at=None)
                | Q(
                    record__isnull=False,
                    result_type__gt="",
                    inspected_on__isnull=False,
                    linked_at__isnull=False,
                ),
                name="inspection_done_whole",
            ),
            models.UniqueConstraint(
                fields=["draw", "uscc"], condition=Q(draw__isnull=False), name="inspection_drawn_once"
            ),
            models.UniqueConstraint(
                fields=["record"], condition=Q(record__isnull=False), name="inspection_record_once"
            ),
        )
        indexes = (
            models.Index(fields=["unit", "due_on"], name="inspection_of_unit"),
            models.Index(fields=["uscc"], name="inspection_of_organisation"),
        )
