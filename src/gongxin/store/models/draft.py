"""Changes to the city's catalogue that people work on, and those that were released."""

from django.db import models
from django.db.models import F, Q


class Draft(models.Model):
    """An item of the city's folder as somebody would have it; released by somebody else."""

    item = models.CharField(max_length=64)
    text = models.TextField()
    note = models.TextField(blank=True)  # why
    author = models.CharField(max_length=150)
    state = models.CharField(max_length=16)
    changed_at = models.DateTimeField()
    edition = models.CharField(max_length=32, blank=True)
    from_day = models.DateField(null=True)  # first day of the edition
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    said = models.TextField(blank=True)  # why it was sent back

    class Meta:
        db_table = "catalogue_draft"
        constraints = (
            models.CheckConstraint(
                name="draft_state_known",
                condition=Q(state__in=["draft", "proposed", "released", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="draft_released_by_another",
                condition=~Q(state="released") | ~Q(decided_by=F("author")),
            ),
        )
