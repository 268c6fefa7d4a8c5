"""Why a job of the queue failed; the queue itself keeps no reasons."""

from django.db import models


class JobFailure(models.Model):
    job = models.BigIntegerField()
    at = models.DateTimeField()
    said = models.TextField()  # a refusal's own words; of a fault only its kind, never content

    class Meta:
        db_table = "job_failure"
        indexes = (models.Index(fields=["job", "-at"], name="job_failure_newest"),)
