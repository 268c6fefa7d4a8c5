"""What a unit owes, and that it had nothing to send."""

from django.db import models


class ReportingDuty(models.Model):
    """A unit has to send an item; where nobody said so, having sent it once does."""

    unit = models.CharField(max_length=18)
    item = models.CharField(max_length=64)
    from_day = models.DateField()
    until = models.DateField(null=True)  # last day; null: no end
    said_by = models.CharField(max_length=150)

    class Meta:
        db_table = "reporting_duty"
        constraints = (models.UniqueConstraint(fields=["unit", "item"], name="reporting_duty_once"),)


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
