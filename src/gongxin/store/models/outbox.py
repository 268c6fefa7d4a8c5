"""The outbox: what is still to be sent, and what was sent when."""

from django.db import models
from django.db.models import Q

from gongxin.store.models.contact import Contact
from gongxin.store.models.notice import Notice


class Outbox(models.Model):
    """One message to one contact: about a notice, or with the code that confirms an address.

    The time of the next attempt is booked before an attempt is made, so that a killed worker loses none.
    """

    id = models.UUIDField(primary_key=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT)
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT)  # none: the code
    made_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # none: nothing is to be done any more
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)  # why the last attempt failed

    class Meta:
        db_table = "outbox"
        constraints = (
            models.UniqueConstraint(fields=["contact", "notice"], name="outbox_once"),
            models.CheckConstraint(
                name="outbox_sent_is_done", condition=Q(sent_at__isnull=True) | Q(next_at__isnull=True)
            ),
        )
        indexes = (models.Index(fields=["next_at"], name="outbox_due", condition=Q(next_at__isnull=False)),)
