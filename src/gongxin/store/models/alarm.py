"""Alarms about looks that do not look like duty, each with what an auditor found."""

from django.db import models
from django.db.models import Q


class Alarm(models.Model):
    """Something odd in the looks of one account on one day; `subject` is the organisation or matter, if any.

    Outcomes: justified, misuse (referred to whom `referred_to` names), mistaken (the rule was wrong).
    """

    id = models.UUIDField(primary_key=True)
    rule = models.CharField(max_length=32)
    unit = models.CharField(max_length=18)
    account = models.CharField(max_length=150)
    subject = models.CharField(max_length=64, blank=True)
    day = models.DateField()
    looks = models.IntegerField()  # how many there were
    limit = models.IntegerField()  # what was expected at most
    first_sequence = models.BigIntegerField()
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, blank=True)
    reasons = models.TextField(blank=True)
    referred_to = models.CharField(max_length=200, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "alarm"
        constraints = (
            models.UniqueConstraint(fields=["rule", "unit", "account", "subject", "day"], name="alarm_once"),
            models.CheckConstraint(
                name="alarm_decided_whole",
                condition=Q(decided_at__isnull=True, outcome="", reasons="", decided_by="")
                | Q(
                    decided_at__isnull=False,
                    outcome__in=["justified", "misuse", "mistaken"],
                    reasons__gt="",
                    decided_by__gt="",
                ),
            ),
            models.CheckConstraint(
                name="alarm_not_about_oneself",
                condition=Q(decided_by="") | ~Q(decided_by=models.F("account")),
            ),
        )
        indexes = (models.Index(fields=["-day", "-first_sequence"], name="alarm_newest"),)
