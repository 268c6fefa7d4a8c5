"""Notices: what the platform told an organisation or a unit, and when it was opened."""

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """A message in the desk of an organisation (`uscc`) or the office of a unit (`unit`): one of the two.

    Its texts are made from `kind` and `values` when somebody reads it; the row proves the delivery.
    """

    id = models.UUIDField(primary_key=True)
    uscc = models.CharField(max_length=18, blank=True)
    unit = models.CharField(max_length=18, blank=True)
    kind = models.CharField(max_length=48)
    values = models.JSONField()
    about = models.UUIDField(null=True)  # what the step was about: a batch, a complaint, a report …
    made_at = models.DateTimeField()  # with the step that owed it, in one transaction
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=150, blank=True)

    class Meta:
        db_table = "notice"
        constraints = (
            models.CheckConstraint(
                name="notice_has_one_addressee", condition=Q(uscc="", unit__gt="") | Q(uscc__gt="", unit="")
            ),
            models.CheckConstraint(
                name="notice_opened_by_somebody",
                condition=Q(opened_at__isnull=True, opened_by="")
                | Q(opened_at__isnull=False, opened_by__gt=""),
            ),
            # A step repeated after a crash owes no second notice.
            models.UniqueConstraint(fields=["kind", "about", "uscc", "unit"], name="notice_once"),
        )
        indexes = (
            models.Index(fields=["uscc", "-made_at"], name="notice_of_organisation"),
            models.Index(fields=["unit", "-made_at"], name="notice_of_unit"),
        )
