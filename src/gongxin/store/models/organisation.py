"""The register of organisations: a projection of `organisation_registration` entries, made for search."""

from django.db import models


class Organisation(models.Model):
    """One organisation by its code. The address of a sole trader is never stored here."""

    uscc = models.CharField(max_length=18, primary_key=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24)
    status = models.CharField(max_length=24)
    region = models.CharField(max_length=6, blank=True)
    industry = models.CharField(max_length=5, blank=True)
    registering_unit = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    established_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    is_registered = models.BooleanField()  # false: known only from a record about it
    sequence = models.BigIntegerField(null=True)  # the entry it stands on

    class Meta:
        db_table = "organisation"
        constraints = (
            models.CheckConstraint(
                name="sole_trader_without_address",
                condition=~models.Q(kind="sole_trader") | models.Q(address=""),
            ),
        )


class OrganisationName(models.Model):
    """A name, current or former. `key` is the search key, `core` the key without region and generic parts.

    `bigrams` are the two-character pieces of the key, so that two characters find a name by index.
    """

    uscc = models.CharField(max_length=18)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    core = models.CharField(max_length=200)
    is_current = models.BooleanField()
    known_from = models.DateField(null=True)
    known_until = models.DateField(null=True)

    class Meta:
        db_table = "organisation_name"
        constraints = (models.UniqueConstraint(fields=["uscc", "name"], name="organisation_name_once"),)


class OldIdentifier(models.Model):
    """A registration number of before 2015 that leads to today's code."""

    kind = models.CharField(max_length=32)
    number = models.CharField(max_length=64)
    uscc = models.CharField(max_length=18)

    class Meta:
        db_table = "old_identifier"
        constraints = (
            models.UniqueConstraint(fields=["kind", "number", "uscc"], name="old_identifier_once"),
        )
        indexes = (models.Index(fields=["number"], name="old_identifier_number"),)
