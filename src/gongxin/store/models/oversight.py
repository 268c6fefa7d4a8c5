"""Figures of oversight, as they were reported."""

from django.db import models


class OversightFigure(models.Model):
    """What an indicator came to on a day; never changed. `figures` are [unit, item, part, whole]."""

    id = models.BigAutoField(primary_key=True)
    indicator = models.CharField(max_length=64)
    rule = models.CharField(max_length=64)  # SHA-256 of the indicator's file
    on = models.DateField()
    size = models.BigIntegerField()  # of the log
    made_at = models.DateTimeField()
    figures = models.JSONField()

    class Meta:
        db_table = "oversight_figure"
        indexes = (models.Index(fields=["indicator", "-on", "-id"], name="oversight_figure_newest"),)
