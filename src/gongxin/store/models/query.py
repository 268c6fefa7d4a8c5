"""Government queries: what was asked, and the answer as long as it is kept. The looks are in the ledger."""

from django.db import models
from django.db.models import Q


class Query(models.Model):
    """A request for one organisation or many. States: received, answered.

    `asked` is JSON: row, normalised code or what is wrong with it. `key` is what a program sends so that a
    request repeated is a request made once. `receipt` is the JSON text as handed out. `answer` holds two
    packed texts: the head with the rows, and a line of JSON for each organisation. It is emptied when its
    time is over or something in it is erased by law; the receipt stays.
    """

    id = models.UUIDField(primary_key=True)
    unit = models.CharField(max_length=18)
    account = models.CharField(max_length=150)
    channel = models.CharField(max_length=8)  # page, file, api
    matter = models.CharField(max_length=64)
    edition = models.CharField(max_length=32)
    purpose = models.CharField(max_length=300)
    case_number = models.CharField(max_length=100)
    key = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64)  # SHA-256 of what was asked, hexadecimal
    asked = models.TextField()
    on = models.DateField()
    state = models.CharField(max_length=16)
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    rows = models.IntegerField()
    done = models.IntegerField(default=0)  # rows read so far, while a large one is under way
    organisations = models.IntegerField(default=0)
    found = models.IntegerField(default=0)  # organisations about which something was found
    sequence_from = models.BigIntegerField(null=True)
    sequence_to = models.BigIntegerField(null=True)
    log_size = models.BigIntegerField(null=True)
    receipt = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "query"
        constraints = (
            models.UniqueConstraint(fields=["account", "key"], name="query_key_once", condition=~Q(key="")),
            models.CheckConstraint(name="query_state_known", condition=Q(state__in=["received", "answered"])),
            models.CheckConstraint(
                name="query_answered_whole",
                condition=Q(state="answered", answered_at__isnull=False) | Q(state="received", answer=""),
            ),
        )
        indexes = (models.Index(fields=["unit", "-received_at"], name="query_of_unit_newest"),)
