"""Authorisations that organisations gave, and the queries made on them, answered or refused."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Authorisation(models.Model):
    """An organisation lets a unit see named items until a day. It opens nothing before it is confirmed.

    Given at the organisation's own desk it is confirmed at once; entered from a signed letter, by a second
    person. What ends it early is `revoked_at`; before a confirmation that is the refusal to confirm.
    """

    id = models.UUIDField(primary_key=True)  # the record of its ledger entries
    uscc = models.CharField(max_length=18)
    recipient = models.CharField(max_length=18)  # a unit
    items = ArrayField(models.CharField(max_length=64))
    purpose = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField()  # the last day
    letter = models.CharField(max_length=64, blank=True)  # SHA-256 of the signed letter; empty from the desk
    letter_kind = models.CharField(max_length=8, blank=True)
    given_by = models.CharField(max_length=150)  # account
    given_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=150, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=200, blank=True)
    sequence = models.BigIntegerField(null=True)  # its newest ledger entry

    class Meta:
        db_table = "authorisation"
        constraints = (
            models.CheckConstraint(
                name="authorisation_in_order", condition=Q(valid_until__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="authorisation_names_items", condition=Q(items__len__gte=1)),
            models.CheckConstraint(name="authorisation_says_why", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="authorisation_by_letter_takes_two",
                condition=Q(confirmed_at__isnull=True) | Q(letter="") | ~Q(confirmed_by=F("given_by")),
            ),
            models.CheckConstraint(
                name="authorisation_confirmed_is_on_record",
                condition=Q(confirmed_at__isnull=True, sequence__isnull=True)
                | Q(confirmed_at__isnull=False, sequence__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["uscc", "recipient"], name="authorisation_of"),
            models.Index(fields=["recipient", "valid_until"], name="authorisation_to"),
        )


class AuthorisedQuery(models.Model):
    """One query of a recipient. `outcome`: answered (then its look is in the ledger) or refused."""

    id = models.UUIDField(primary_key=True)  # the record of its look
    recipient = models.CharField(max_length=18)
    uscc = models.CharField(max_length=18)
    by = models.CharField(max_length=150)  # account
    channel = models.CharField(max_length=8)  # page, api
    items = ArrayField(models.CharField(max_length=64), default=list)  # asked for; none: all authorised
    purpose = models.CharField(max_length=200, blank=True)  # of the authorisations it rests on
    authorisations = ArrayField(models.UUIDField(), default=list)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    sequence = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=64, blank=True)  # SHA-256 of the canonical answer
    receipt = models.TextField(blank=True)  # signed JSON as handed out
    key = models.CharField(max_length=255, blank=True)  # Idempotency-Key
    request = models.CharField(max_length=64, blank=True)  # SHA-256 of what the key was used for

    class Meta:
        db_table = "authorised_query"
        constraints = (
            models.CheckConstraint(
                name="authorised_query_outcome",
                condition=Q(outcome="answered", sequence__isnull=False)
                | Q(outcome="refused", sequence__isnull=True, answer="", receipt=""),
            ),
            models.UniqueConstraint(
                fields=["recipient", "key"], name="authorised_query_key_once", condition=~Q(key="")
            ),
        )
        indexes = (
            models.Index(fields=["uscc", "-asked_at"], name="authorised_query_about"),
            models.Index(fields=["recipient", "-asked_at"], name="authorised_query_by"),
        )
