"""Roles granted, and every step taken with them; the steps only grow."""

from django.conf import settings
from django.db import models

from gongxin.store.models.unit import Unit

ROLES = (
    "data_officer", "data_reviewer", "query_clerk", "centre_operator", "centre_reviewer", "inspector",
    "auditor", "unit_administrator", "platform_administrator", "representative", "bank_user", "agency_user",
)  # fmt: skip
STEPS = ("account_added", "account_closed", "password_reset", "unlocked", "granted", "revoked", "confirmed")


class RoleGrant(models.Model):
    """A role of an account in its unit, or for the organisation `uscc` where it is a representative's."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    role = models.CharField(max_length=24)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT)
    uscc = models.CharField(max_length=18, blank=True)
    granted_by = models.CharField(max_length=150)
    granted_at = models.DateTimeField()
    until = models.DateField(null=True)  # the last day
    reason = models.CharField(max_length=500)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, blank=True)
    last_used_at = models.DateTimeField(null=True)  # to the hour

    class Meta:
        db_table = "role_grant"
        indexes = (
            models.Index(fields=["uscc"], condition=~models.Q(uscc=""), name="role_grant_of_organisation"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="role_grant_role_known"),
            models.CheckConstraint(
                condition=models.Q(role="representative", unit__isnull=True) & ~models.Q(uscc="")
                | ~models.Q(role="representative") & models.Q(unit__isnull=False, uscc=""),
                name="role_grant_in_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by="")
                | models.Q(revoked_at__isnull=False) & ~models.Q(revoked_by=""),
                name="role_grant_revoked_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "uscc"],
                condition=models.Q(revoked_at__isnull=True),
                name="role_grant_once",
            ),
        )


class GrantStep(models.Model):
    """One step as it was taken: never changed, never removed. Names and codes are copies."""

    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    step = models.CharField(max_length=16)
    account = models.CharField(max_length=150)
    grant = models.ForeignKey(RoleGrant, null=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=24, blank=True)
    unit = models.CharField(max_length=18, blank=True)
    uscc = models.CharField(max_length=18, blank=True)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "grant_step"
        indexes = (models.Index(fields=["account", "-at"], name="grant_step_of_account"),)
        constraints = (models.CheckConstraint(condition=models.Q(step__in=STEPS), name="grant_step_known"),)
