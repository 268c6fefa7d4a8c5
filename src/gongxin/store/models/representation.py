"""Requests of accounts to represent an organisation."""

from django.conf import settings
from django.db import models

from gongxin.store.models.grant import RoleGrant

STATES = ("waiting", "opened", "approved", "refused", "withdrawn")


class Representation(models.Model):
    """`letter` is the SHA-256 of the authorisation letter; the file lies in the data folder under it."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    uscc = models.CharField(max_length=18)
    letter = models.CharField(max_length=64)
    letter_kind = models.CharField(max_length=8)
    state = models.CharField(max_length=16)
    requested_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    grant = models.ForeignKey(RoleGrant, null=True, on_delete=models.PROTECT)

    class Meta:
        db_table = "representation"
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="representation_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(grant__isnull=False),
                name="representation_approved_has_grant",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(reason=""),
                name="representation_refused_with_reason",
            ),
            models.UniqueConstraint(
                fields=["user", "uscc"],
                condition=models.Q(state__in=("waiting", "opened")),
                name="representation_asked_once",
            ),
        )
