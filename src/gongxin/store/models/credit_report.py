"""Credit reports: what was issued, to be recognised again; never what it said."""

from django.db import models
from django.db.models import Q


class CreditReport(models.Model):
    """One report that was handed out. `facts_digest` stands for what it rests on, so that a change is seen.

    The files themselves lie in the data folder while they still say what is so.
    """

    number = models.CharField(max_length=32, primary_key=True)
    sequence = models.BigIntegerField()  # its entry in the ledger, of kind `report`
    kind = models.CharField(max_length=16)  # public, full, no_violation
    language = models.CharField(max_length=2)
    uscc = models.CharField(max_length=18)
    as_of = models.DateField()  # the day whose facts it states
    known_at = models.DateTimeField(null=True)  # whose knowledge counts; null: of the moment of issue
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    areas = models.JSONField(default=list)  # codes of the areas of administration, for no_violation
    issued_at = models.DateTimeField()
    channel = models.CharField(max_length=16)  # command, desk, window, batch, api
    by = models.CharField(max_length=150)  # account; empty from the command line
    unit = models.CharField(max_length=18, blank=True)  # of the staff who issued it
    authority = models.CharField(max_length=24, blank=True)  # how the applicant at a window was entitled
    batch = models.UUIDField(null=True)
    entries = models.IntegerField()
    facts_digest = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=64)
    pdf_digest = models.CharField(max_length=64)
    json_digest = models.CharField(max_length=64)

    class Meta:
        db_table = "credit_report"
        constraints = (
            models.CheckConstraint(
                name="credit_report_kind_known", condition=Q(kind__in=["public", "full", "no_violation"])
            ),
            models.CheckConstraint(
                name="credit_report_period_whole",
                condition=Q(period_from__isnull=True, period_to__isnull=True)
                | Q(period_from__isnull=False, period_to__isnull=False),
            ),
            # A batch that is taken up again issues nothing twice.
            models.UniqueConstraint(
                fields=["batch", "uscc"], name="credit_report_once_in_batch", condition=Q(batch__isnull=False)
            ),
        )
        indexes = (
            models.Index(fields=["uscc", "-issued_at"], name="credit_report_of_organisation"),
            models.Index(fields=["-issued_at"], name="credit_report_by_time"),
            models.Index(fields=["pdf_digest"], name="credit_report_pdf"),
            models.Index(fields=["json_digest"], name="credit_report_json"),
        )


class CreditReportBatch(models.Model):
    """Reports on many organisations at once; those issued point here, those refused stand in `refused`."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16)
    language = models.CharField(max_length=2)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    areas = models.JSONField(default=list)
    as_of = models.DateField()
    by = models.CharField(max_length=150)
    unit = models.CharField(max_length=18)
    purpose = models.CharField(max_length=200)
    codes = models.JSONField()
    refused = models.JSONField(default=dict)  # code → why there is no report
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "credit_report_batch"
        indexes = (models.Index(fields=["unit", "-ordered_at"], name="credit_report_batch_of_unit"),)
