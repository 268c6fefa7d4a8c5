"""Sources from which the platform fetches a unit's rows by itself, and every try."""

from django.db import models
from django.db.models import Q


class Pull(models.Model):
    """A source, what it brings and when. Secrets are never here: `secret` names an environment variable."""

    name = models.CharField(max_length=64, unique=True)
    unit = models.CharField(max_length=18)
    item = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)  # folder, http, sql
    location = models.CharField(max_length=500)  # path below a drop folder, address, or name of a variable
    pattern = models.CharField(max_length=100, blank=True)  # of file names in a folder
    statement = models.TextField(blank=True)  # one SELECT, for sql
    secret = models.CharField(max_length=100, blank=True)  # name of an environment variable, for http
    mapping = models.JSONField(default=dict)  # {columns: {header: field}, constants: {field: value}}
    every_minutes = models.IntegerField()
    at = models.TimeField(null=True)  # time of day of the first run, for intervals of whole days
    is_paused = models.BooleanField(default=False)
    made_by = models.CharField(max_length=150)
    last_run_at = models.DateTimeField(null=True)
    next_run_at = models.DateTimeField()
    failures = models.IntegerField(default=0)  # in a row

    class Meta:
        db_table = "pull"
        constraints = (
            models.CheckConstraint(name="pull_kind_known", condition=Q(kind__in=["folder", "http", "sql"])),
            models.CheckConstraint(name="pull_interval_positive", condition=Q(every_minutes__gte=1)),
        )


class PullRun(models.Model):
    """One try: a file received (its batch), the same file as before, nothing there, or why it failed."""

    pull = models.ForeignKey(Pull, on_delete=models.CASCADE)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=16)  # received, unchanged, empty, failed
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256, hexadecimal
    stamp = models.CharField(max_length=64, blank=True)  # age and size of a file in a folder
    batch = models.UUIDField(null=True)
    said = models.TextField(blank=True)  # why it failed

    class Meta:
        db_table = "pull_run"
        constraints = (
            models.CheckConstraint(
                name="pull_run_outcome_known",
                condition=Q(outcome__in=["received", "unchanged", "empty", "failed"]),
            ),
            models.UniqueConstraint(
                fields=["pull", "digest"], name="pull_run_file_once", condition=Q(outcome="received")
            ),
        )
        indexes = (models.Index(fields=["pull", "-started_at"], name="pull_run_newest"),)
