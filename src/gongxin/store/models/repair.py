"""Repairs beyond our own pages: what other platforms are told, and what they decided."""

from django.db import models
from django.db.models import Q

KINDS = ("repaired", "repaired_for_a_time", "restored")


class Platform(models.Model):
    """Another platform: it is told of our repairs, and its own signed decisions are taken.

    Without an `address` it fetches them. `key` is its public verifier key.
    """

    code = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=300, unique=True)
    address = models.CharField(max_length=500, blank=True)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "platform"


class RepairMessage(models.Model):
    """What we told of a repair, signed; never changed. `number` is the order in which it is fetched."""

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=24)
    record = models.UUIDField()
    uscc = models.CharField(max_length=18)
    case = models.UUIDField()
    made_at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        db_table = "repair_message"
        constraints = (models.CheckConstraint(name="repair_message_kind_known", condition=Q(kind__in=KINDS)),)
        indexes = (models.Index(fields=["record"], name="repair_message_of_record"),)


class RepairDispatch(models.Model):
    """A message on its way to one platform; the time of the next attempt is booked before an attempt."""

    message = models.ForeignKey(RepairMessage, models.PROTECT, related_name="dispatches")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="dispatches")
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "repair_dispatch"
        constraints = (
            models.UniqueConstraint(fields=["message", "platform"], name="repair_dispatch_once"),
            models.CheckConstraint(
                name="repair_dispatch_sent_is_done",
                condition=Q(sent_at__isnull=True) | Q(next_at__isnull=True),
            ),
        )
        indexes = (
            models.Index(fields=["next_at"], name="repair_dispatch_due", condition=Q(next_at__isnull=False)),
        )


class ForeignRepair(models.Model):
    """A repair that another platform decided, as it told us; `record` is ours that it means, once found."""

    id = models.UUIDField(primary_key=True)  # the sender's number of the message
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="repairs")
    kind = models.CharField(max_length=24)
    uscc = models.CharField(max_length=18)
    document_number = models.CharField(max_length=128)
    decided_on = models.DateField(null=True)
    repaired_on = models.DateField()
    record = models.UUIDField(null=True)
    unit = models.CharField(max_length=18, blank=True)  # ours that sent the record
    text = models.TextField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=150)
    case = models.UUIDField(null=True)  # in which it is recognised
    dismissed_by = models.CharField(max_length=150, blank=True)
    dismissed_because = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "foreign_repair"
        constraints = (
            models.CheckConstraint(name="foreign_repair_kind_known", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="foreign_repair_settled_once", condition=Q(case__isnull=True) | Q(dismissed_by="")
            ),
        )
        indexes = (models.Index(fields=["unit", "-received_at"], name="foreign_repair_of_unit"),)
