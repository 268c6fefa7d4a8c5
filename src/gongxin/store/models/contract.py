"""Contracts with credit agencies."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Contract(models.Model):
    """An agency may take public items in bulk: concluded by one person of the centre, released by another.

    What ends it early is `cancelled_at`; before the release that is the refusal to release.
    """

    id = models.UUIDField(primary_key=True)
    unit = models.CharField(max_length=18)
    number = models.CharField(max_length=64)
    items = ArrayField(models.CharField(max_length=64))
    monthly_quota = models.IntegerField()  # organisations looked up in a calendar month
    valid_from = models.DateField()
    valid_until = models.DateField()
    concluded_by = models.CharField(max_length=150)
    concluded_at = models.DateTimeField()
    released_by = models.CharField(max_length=150, blank=True)
    released_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=150, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "contract"
        constraints = (
            models.UniqueConstraint(fields=["unit", "number"], name="contract_number_once"),
            models.CheckConstraint(name="contract_in_order", condition=Q(valid_until__gte=F("valid_from"))),
            models.CheckConstraint(name="contract_names_items", condition=Q(items__len__gte=1)),
            models.CheckConstraint(name="contract_quota_positive", condition=Q(monthly_quota__gte=1)),
            models.CheckConstraint(
                name="contract_takes_two",
                condition=Q(released_at__isnull=True) | ~Q(released_by=F("concluded_by")),
            ),
            models.CheckConstraint(
                name="contract_cancelled_says_why",
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_because=""),
            ),
        )
