"""Cases of procedures with their steps and documents; and marks: how a case shows at what it is about."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

ABOUT = ("record", "look", "evaluation", "commitment", "campaign")
CHANNELS = ("desk", "window", "api", "office")
MARKS = ("annotated", "suspended", "repaired")


class Case(models.Model):
    """Where a case stands now. `version` is the number of its last step; a step names the one it was seen at.

    `terms` are what the due dates follow from (`procedures.term.as_json`); `due_on` is the earliest of the
    open ones, and null where none runs. `title` says in both languages what the case is about.
    """

    id = models.UUIDField(primary_key=True)  # the record of its ledger entries
    number = models.CharField(max_length=16, unique=True)  # 20261122-0007: for people
    procedure = models.CharField(max_length=48)
    uscc = models.CharField(max_length=18)
    provider = models.CharField(max_length=18, blank=True)  # the unit that decides for Party.PROVIDER
    about = models.CharField(max_length=16)
    subject = models.UUIDField(null=True)
    title = models.JSONField()
    state = models.CharField(max_length=32)
    version = models.IntegerField()
    terms = models.JSONField()
    due_on = models.DateField(null=True)
    filed_on = models.DateField()
    filed_by = models.CharField(max_length=150)  # account
    channel = models.CharField(max_length=8)
    ground = models.CharField(max_length=32, blank=True)
    closed_on = models.DateField(null=True)  # the day on which it was settled

    class Meta:
        db_table = "case_file"
        constraints = (
            models.CheckConstraint(name="case_about_known", condition=Q(about__in=ABOUT)),
            models.CheckConstraint(name="case_channel_known", condition=Q(channel__in=CHANNELS)),
            models.CheckConstraint(name="case_version_positive", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="case_closed_in_order",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("filed_on"), due_on__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["procedure", "subject"],
                name="case_one_open",
                condition=Q(closed_on__isnull=True, subject__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["uscc", "-filed_on"], name="case_of_organisation"),
            models.Index(fields=["subject"], name="case_about"),
            models.Index(
                fields=["provider", "due_on"], name="case_of_unit", condition=Q(closed_on__isnull=True)
            ),
            models.Index(fields=["due_on"], name="case_open_by_due", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["provider", "-filed_on"], name="case_of_unit_newest"),
            models.Index(fields=["-filed_on", "number"], name="case_newest"),
        )


class CaseStep(models.Model):
    """A step as it was taken; never changed. `id` is what its notices are about."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    number = models.IntegerField()
    step = models.CharField(max_length=48)
    by = models.CharField(max_length=150)
    by_unit = models.CharField(max_length=18, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    state = models.CharField(max_length=32)  # the one it led to
    reason = models.TextField(blank=True)
    documents = ArrayField(models.CharField(max_length=64), default=list)  # digests
    values = models.JSONField()
    sequence = models.BigIntegerField(unique=True)

    class Meta:
        db_table = "case_step"
        constraints = (models.UniqueConstraint(fields=["case", "number"], name="case_step_once"),)
        indexes = (models.Index(fields=["on", "step"], name="case_step_by_day"),)


class CaseDocument(models.Model):
    """A file on the case, readable only by its parties; the bytes lie under their digest."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=48)  # of procedures.step.DOCUMENTS
    file_kind = models.CharField(max_length=8)  # pdf, png, jpeg
    name = models.CharField(max_length=200)
    size = models.IntegerField()
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()

    class Meta:
        db_table = "case_document"
        constraints = (models.UniqueConstraint(fields=["case", "digest", "kind"], name="case_document_once"),)


class RecordMark(models.Model):
    """Days on which a case shows at a record: as disputed, suspended or repaired.

    A row is never changed but for `ended_by`, set once. What was believed of a record while the log had N
    entries are the rows with `sequence` <= N whose `ended_by` is empty or > N; whoever shortens a span ends
    its row and adds another.
    """

    record = models.UUIDField()
    kind = models.CharField(max_length=16)
    from_on = models.DateField()
    until_on = models.DateField(null=True)  # the last day; null: no end is known
    case = models.ForeignKey(Case, models.PROTECT, related_name="marks")
    sequence = models.BigIntegerField()
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "record_mark"
        constraints = (
            models.CheckConstraint(name="record_mark_kind_known", condition=Q(kind__in=MARKS)),
            models.CheckConstraint(
                name="record_mark_in_order",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="record_mark_ended_later",
                condition=Q(ended_by__isnull=True) | Q(ended_by__gt=F("sequence")),
            ),
            models.UniqueConstraint(
                fields=["record", "kind", "case"],
                name="record_mark_one_open",
                condition=Q(ended_by__isnull=True, until_on__isnull=True),
            ),
        )
        indexes = (
            models.Index(
                fields=["record", "kind", "from_on", "until_on"],
                name="record_mark_standing",
                condition=Q(ended_by__isnull=True),
            ),
            models.Index(fields=["record", "sequence"], name="record_mark_ever"),
            models.Index(fields=["sequence"], name="record_mark_begun"),
            models.Index(fields=["ended_by"], name="record_mark_ended"),
        )
