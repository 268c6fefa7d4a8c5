"""Draws: the plan, what was fixed before the seed, the seed, and what came of it."""

from django.db import models
from django.db.models import F, Q

STATES = ("draft", "frozen", "seeded", "drawn", "withdrawn")


class Draw(models.Model):
    """A draw of a unit. From `frozen` on the plan stays as it is, from `drawn` on everything.

    Two pairs of persons: who wrote the plan and who fixed it, who entered the seed and who drew.
    """

    id = models.UUIDField(primary_key=True)
    unit = models.CharField(max_length=18)  # that organises it
    code = models.CharField(max_length=40)
    round = models.IntegerField()
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    field = models.CharField(max_length=32)
    field_from = models.DateField()  # names the edition of the field's rule
    on = models.DateField()  # the day whose facts make the pool
    due_on = models.DateField()  # inspections are done by then
    team = models.IntegerField()
    floor = models.IntegerField()  # of every stratum
    is_stratified = models.BooleanField()
    scope = models.JSONField(default=dict)  # regions, licence
    units = models.JSONField(default=list)  # uscc, name, places
    avoided = models.JSONField(default=list)  # unit, organisations, reason
    seed_source = models.CharField(max_length=500)
    seed_on = models.DateField()
    state = models.CharField(max_length=16)
    said = models.CharField(max_length=500, blank=True)  # why it was sent back or given up
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=150, blank=True)
    frozen_at = models.DateTimeField(null=True)
    frozen_sequence = models.BigIntegerField(null=True)
    plan_digest = models.CharField(max_length=64, blank=True)
    pool = models.IntegerField(null=True)
    full = models.IntegerField(null=True)  # left out, since their year's visits are used up
    strata = models.JSONField(default=list)  # code, zh, en, ratio, floor, size, drawn
    seed = models.TextField(blank=True)
    seed_proof = models.CharField(max_length=500, blank=True)  # where everybody can see that it was so
    seeded_by = models.CharField(max_length=150, blank=True)
    seeded_at = models.DateTimeField(null=True)
    drawn_by = models.CharField(max_length=150, blank=True)
    drawn_at = models.DateTimeField(null=True)
    drawn_sequence = models.BigIntegerField(null=True)
    count = models.IntegerField(null=True)
    files = models.JSONField(default=dict)  # name and SHA-256 of what is published

    class Meta:
        db_table = "draw"
        constraints = (
            models.UniqueConstraint(
                fields=["code", "round"], condition=~Q(state="withdrawn"), name="draw_code_once"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="draw_state_known"),
            models.CheckConstraint(
                condition=Q(round__gte=1, team__gte=1, floor__gte=0), name="draw_counts_positive"
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, frozen_by="", plan_digest="", frozen_sequence=None)
                | Q(frozen_at__isnull=False, frozen_sequence__isnull=False, frozen_by__gt="")
                & ~Q(frozen_by=F("made_by")),
                name="draw_frozen_by_another",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True, drawn_by="", drawn_sequence=None)
                | Q(drawn_at__isnull=False, drawn_sequence__isnull=False, drawn_by__gt="", seeded_by__gt="")
                & ~Q(drawn_by=F("seeded_by")),
                name="draw_drawn_by_another",
            ),
        )
        indexes = (models.Index(fields=["unit", "-made_at"], name="draw_of_unit"),)
