"""Deliveries to credit agencies, and for each which organisations and entries it contained."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gongxin.store.models.contract import Contract


class Delivery(models.Model):
    """A request under a contract. States: waiting, running, delivered, stopped (the contract ended first)."""

    id = models.UUIDField(primary_key=True)  # the record of its ledger entry
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT)
    unit = models.CharField(max_length=18)
    by = models.CharField(max_length=150)  # account
    channel = models.CharField(max_length=8)  # page, api
    purpose = models.CharField(max_length=200)
    month = models.DateField()  # its first day; the quota it counts in
    requested_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=16)
    stopped_because = models.TextField(blank=True)
    asked = models.IntegerField()  # organisations
    manifest = models.TextField(blank=True)  # signed JSON as handed out
    sequence = models.BigIntegerField(null=True)  # its ledger entry
    key = models.CharField(max_length=255, blank=True)  # Idempotency-Key
    request = models.CharField(max_length=64, blank=True)  # SHA-256 of what the key was used for

    class Meta:
        db_table = "delivery"
        constraints = (
            models.CheckConstraint(
                name="delivery_state_known",
                condition=Q(state__in=["waiting", "running", "delivered", "stopped"]),
            ),
            models.CheckConstraint(
                name="delivery_delivered_is_on_record",
                condition=~Q(state="delivered") | (Q(sequence__isnull=False) & ~Q(manifest="")),
            ),
            models.UniqueConstraint(fields=["unit", "key"], name="delivery_key_once", condition=~Q(key="")),
        )
        indexes = (
            models.Index(fields=["contract", "month"], name="delivery_of_month"),
            models.Index(fields=["unit", "-requested_at"], name="delivery_of_unit"),
        )


class DeliveredOrganisation(models.Model):
    """One organisation of a delivery. `entries` are the sequences handed out; null until it is looked up."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT)
    place = models.IntegerField()  # in the request, from 1
    uscc = models.CharField(max_length=18)
    looked_up_at = models.DateTimeField(null=True)
    entries = ArrayField(models.BigIntegerField(), default=list)
    authorisations = ArrayField(models.UUIDField(), default=list)  # that non-public entries rest on

    class Meta:
        db_table = "delivered_organisation"
        constraints = (
            models.UniqueConstraint(fields=["delivery", "place"], name="delivered_organisation_place"),
            models.UniqueConstraint(fields=["delivery", "uscc"], name="delivered_organisation_once"),
        )
        indexes = (models.Index(fields=["uscc"], name="delivered_organisation_code"),)
