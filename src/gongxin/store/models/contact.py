"""Where an organisation wants to be told that there is a message: its own addresses, never a person's."""

from django.db import models
from django.db.models import Q


class Contact(models.Model):
    """An address of an organisation: `email` or `webhook`. A changed one is a new row; the old one ends.

    The code that confirms it and the webhook's secret are derived from `nonce` and kept nowhere.
    """

    id = models.UUIDField(primary_key=True)
    uscc = models.CharField(max_length=18)
    channel = models.CharField(max_length=16)
    address = models.CharField(max_length=500)
    nonce = models.BinaryField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    guesses = models.SmallIntegerField(default=0)  # wrong codes entered
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        db_table = "contact"
        constraints = (
            models.CheckConstraint(
                name="contact_channel_known", condition=Q(channel__in=["email", "webhook"])
            ),
            models.UniqueConstraint(
                fields=["uscc", "channel"],
                name="contact_one_in_use",
                condition=Q(ended_at__isnull=True, confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["uscc", "channel"],
                name="contact_one_to_confirm",
                condition=Q(ended_at__isnull=True, confirmed_at__isnull=True),
            ),
        )
