"""That a unit had nothing to send."""

from django.db import models


class ZeroReport(models.Model):
    """A unit says that a period, named by its first day, had no rows of an item."""

    unit = models.CharField(max_length=18)
    item = models.CharField(max_length=64)
    period = models.DateField()
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "zero_report"
        constraints = (models.UniqueConstraint(fields=["unit", "item", "period"], name="zero_report_once"),)
