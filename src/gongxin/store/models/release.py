"""Models of evaluation before they are used: trials over all organisations, and releases by two persons."""

from datetime import date

from django.db import models
from django.db.models import F, Q

TRIAL_STATES = ("waiting", "running", "done", "failed")


class Trial(models.Model):
    """A trial of an edition; `result` holds counts only (`evaluation.trial.Trial.as_json`), null until done.

    `against` is the edition that was in use, empty where there was none; `size` the log's when it ran.
    """

    id = models.UUIDField(primary_key=True)
    model = models.CharField(max_length=64)
    edition = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)  # SHA-256 of the model's file as it was tried
    against = models.CharField(max_length=32, blank=True)
    on = models.DateField()
    state = models.CharField(max_length=8)
    ordered_by = models.CharField(max_length=150)
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)
    said = models.TextField(blank=True)  # why it failed

    class Meta:
        db_table = "model_trial"
        constraints = (
            models.CheckConstraint(name="model_trial_state", condition=Q(state__in=TRIAL_STATES)),
            models.CheckConstraint(
                name="model_trial_done_has_result", condition=~Q(state="done") | Q(result__isnull=False)
            ),
        )
        indexes = (models.Index(fields=["model", "-ordered_at"], name="model_trial_newest"),)


class Releases(models.QuerySet["ModelRelease"]):
    """Releases, by the one rule of which is in use."""

    def in_use(self, on: date) -> "Releases":
        """Return for each model the release that holds on a day: the last to take effect by then."""
        standing = self.filter(is_confirmed=True, effective_on__lte=on)
        return standing.order_by("model", "-effective_on").distinct("model")


class ModelRelease(models.Model):
    """An edition proposed for use from a day, on a trial that was looked at; a second person confirms it."""

    id = models.UUIDField(primary_key=True)
    model = models.CharField(max_length=64)
    edition = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    trial = models.ForeignKey(Trial, models.PROTECT)
    effective_on = models.DateField()
    reasons = models.TextField()
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(default=False)
    said = models.TextField(blank=True)  # why it was refused
    sequence = models.BigIntegerField(null=True)  # of its ledger entry, once confirmed

    objects = Releases.as_manager()

    class Meta:
        db_table = "model_release"
        constraints = (
            models.CheckConstraint(
                name="model_release_by_two", condition=Q(is_confirmed=False) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="model_release_on_record", condition=Q(is_confirmed=False) | Q(sequence__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["model"], name="model_release_one_waiting", condition=Q(decided_at__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["model", "effective_on"],
                name="model_release_once_a_day",
                condition=Q(is_confirmed=True),
            ),
        )
