"""Evaluations: the models as they were used, the runs, and each organisation's result. Nothing is changed."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

GRADES = ("excellent", "good", "fair", "poor")


class EvaluationModel(models.Model):
    """An edition of a model from its first run on: the file, word for word. It stays as it is."""

    digest = models.CharField(max_length=64, primary_key=True)  # SHA-256 of the text
    code = models.CharField(max_length=64)
    edition = models.CharField(max_length=32)
    from_on = models.DateField()
    text = models.TextField()

    class Meta:
        db_table = "evaluation_model"
        constraints = (models.UniqueConstraint(fields=["code", "edition"], name="evaluation_model_frozen"),)


class EvaluationRun(models.Model):
    """One evaluation, of everybody a model is for or of a few; `size` is the position of the log it saw.

    `results` is the SHA-256 of the results in order of their codes, a line of JSON each, whose form has the
    number `form`. `made_at` is the moment whose ledger it saw.
    """

    model = models.ForeignKey(EvaluationModel, models.PROTECT, db_column="model")
    catalogue = models.CharField(max_length=32)
    on = models.DateField()
    size = models.BigIntegerField()
    engine = models.CharField(max_length=8)
    is_of_all = models.BooleanField()
    organisations = models.IntegerField()
    form = models.SmallIntegerField(default=2)
    results = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150, blank=True)  # account; empty from the command line or a job
    sequence = models.BigIntegerField()  # its ledger entry

    class Meta:
        db_table = "evaluation_run"
        constraints = (
            models.CheckConstraint(name="evaluation_run_engine", condition=Q(engine__in=["duckdb", "spark"])),
        )
        indexes = (models.Index(fields=["model", "-on", "-id"], name="evaluation_run_newest"),)


class EvaluationResult(models.Model):
    """`explanation` is JSON as `gongxin.evaluation.explanation` tells: points, entries, amounts."""

    pk = models.CompositePrimaryKey("uscc", "run")
    # To check each of a million rows would cost more than their COPY; run and results are one transaction.
    run = models.ForeignKey(
        EvaluationRun, models.PROTECT, db_index=False, db_column="run", db_constraint=False
    )
    uscc = models.CharField(max_length=18)
    score = models.DecimalField(max_digits=6, decimal_places=2)
    grade = models.CharField(max_length=16)
    explanation = models.TextField()

    class Meta:
        db_table = "evaluation_result"
        constraints = (models.CheckConstraint(name="evaluation_grade", condition=Q(grade__in=GRADES)),)
        indexes = (BrinIndex(fields=["run"], name="evaluation_result_of_run"),)


class EvaluationForgotten(models.Model):
    """Results older than `at` no longer hold for the organisation, until `renewed_at`."""

    uscc = models.CharField(max_length=18)
    at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "evaluation_forgotten"
        indexes = (
            models.Index(fields=["uscc"], name="evaluation_waiting", condition=Q(renewed_at__isnull=True)),
        )
