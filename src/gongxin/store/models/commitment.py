"""Commitments: templates with their versions, what stands of each promise, plans, and numbers given out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

OPENNESS = ("public", "shared", "authorised")
DUE_BY = ("", "completion", "template", "plan", "parameter")


class CommitmentTemplate(models.Model):
    """What organisations promise a unit in a matter; what it says is in its versions."""

    id = models.UUIDField(primary_key=True)
    unit = models.CharField(max_length=18)
    kind = models.CharField(max_length=64)
    matter = models.CharField(max_length=512)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "commitment_template"
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "kind", "matter"],
                name="commitment_template_once",
                condition=Q(ended_at__isnull=True),
            ),
        )
        indexes = (models.Index(fields=["unit", "kind"], name="commitment_template_of_unit"),)


class CommitmentVersion(models.Model):
    """One wording of a template: written by one person, released by another, and then never changed."""

    id = models.UUIDField(primary_key=True)
    template = models.ForeignKey(CommitmentTemplate, on_delete=models.PROTECT)
    number = models.IntegerField()
    content = models.TextField()
    liability = models.TextField()
    basis = models.CharField(max_length=500, blank=True)
    openness = models.CharField(max_length=16)
    valid_months = models.IntegerField(null=True)  # null: no end
    verify_in = models.IntegerField(null=True)  # working days; null: as the unit plans for the kind
    papers = ArrayField(models.CharField(max_length=60), default=list)
    complete_in = models.IntegerField(null=True)  # working days
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()
    released_by = models.CharField(max_length=150, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "commitment_version"
        constraints = (
            models.UniqueConstraint(fields=["template", "number"], name="commitment_version_once"),
            models.UniqueConstraint(
                fields=["template"],
                name="commitment_version_one_draft",
                condition=Q(released_at__isnull=True),
            ),
            models.CheckConstraint(name="commitment_version_numbered", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="commitment_version_openness_known", condition=Q(openness__in=OPENNESS)
            ),
            models.CheckConstraint(
                name="commitment_version_takes_two",
                condition=Q(released_at__isnull=True, released_by="")
                | (Q(released_at__isnull=False, released_by__gt="") & ~Q(released_by=F("written_by"))),
            ),
        )


class Commitment(models.Model):
    """What stands of a commitment, laid out for plans and counts; `record` is its entry in the ledger.

    It says nothing that the entry does not say, but by when it is verified and how it was signed.
    """

    record = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=20)
    uscc = models.CharField(max_length=18)
    unit = models.CharField(max_length=18)  # that accepted it
    kind = models.CharField(max_length=64)
    committed_on = models.DateField()
    valid_until = models.DateField(null=True)
    is_due = models.BooleanField()  # it is to be verified
    due_on = models.DateField(null=True)
    due_by = models.CharField(max_length=16, blank=True)
    performance = models.CharField(max_length=8, blank=True)
    found_on = models.DateField(null=True)
    about = models.UUIDField(null=True)  # the record whose repair it is a condition of
    version = models.ForeignKey(CommitmentVersion, null=True, on_delete=models.PROTECT, db_index=False)
    signed_by = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True)
    pdf_digest = models.CharField(max_length=64, blank=True)
    sequence = models.BigIntegerField(null=True)  # of the entry that tells of the signature
    proposed_by = models.CharField(max_length=150, blank=True)  # who found it kept, for another to confirm
    proposed_on = models.DateField(null=True)

    class Meta:
        db_table = "commitment"
        constraints = (
            models.CheckConstraint(name="commitment_due_by_known", condition=Q(due_by__in=DUE_BY)),
            models.CheckConstraint(
                name="commitment_performance_known", condition=Q(performance__in=["", "full", "part", "none"])
            ),
            models.CheckConstraint(
                name="commitment_signed_whole",
                condition=Q(
                    version__isnull=True,
                    signed_at__isnull=True,
                    signed_by="",
                    pdf_digest="",
                    sequence__isnull=True,
                )
                | Q(
                    version__isnull=False,
                    signed_at__isnull=False,
                    signed_by__gt="",
                    pdf_digest__gt="",
                    sequence__isnull=False,
                ),
            ),
        )
        indexes = (
            models.Index(fields=["number"], name="commitment_number"),
            models.Index(fields=["-committed_on", "-number"], name="commitment_newest"),
            models.Index(fields=["uscc", "-committed_on"], name="commitment_of_organisation"),
            models.Index(fields=["kind", "-committed_on"], name="commitment_of_kind"),
            models.Index(fields=["unit", "committed_on"], name="commitment_of_unit"),
            models.Index(
                fields=["unit", "due_on"],
                name="commitment_to_verify",
                condition=Q(is_due=True, performance=""),
            ),
            models.Index(
                fields=["version"], name="commitment_of_version", condition=Q(version__isnull=False)
            ),
            models.Index(fields=["about"], name="commitment_about", condition=Q(about__isnull=False)),
        )


class CommitmentPlan(models.Model):
    """Within how many working days a unit verifies commitments of a kind."""

    unit = models.CharField(max_length=18)
    kind = models.CharField(max_length=64)
    working_days = models.IntegerField()
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "commitment_plan"
        constraints = (
            models.UniqueConstraint(fields=["unit", "kind"], name="commitment_plan_once"),
            models.CheckConstraint(name="commitment_plan_positive", condition=Q(working_days__gte=1)),
        )


class CommitmentSite(models.Model):
    """A site of a unit that may show its commitments in a frame."""

    unit = models.CharField(max_length=18)
    origin = models.CharField(max_length=200)
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "commitment_site"
        constraints = (models.UniqueConstraint(fields=["unit", "origin"], name="commitment_site_once"),)


class CommitmentSerial(models.Model):
    """The last serial given out in a division on a day."""

    division = models.CharField(max_length=6)
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        db_table = "commitment_serial"
        constraints = (models.UniqueConstraint(fields=["division", "day"], name="commitment_serial_once"),)
