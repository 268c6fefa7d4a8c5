"""Letters of cases as they were written, and who fetched them first: part of the proof of delivery."""

from django.db import models
from django.db.models import Q

from gongxin.store.models.case import CaseStep


class Letter(models.Model):
    """The letter that a step owes, in one language. Its file lies under its digest while it is kept."""

    id = models.UUIDField(primary_key=True)
    step = models.ForeignKey(CaseStep, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=16)
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)
    size = models.IntegerField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "letter"
        constraints = (
            models.UniqueConstraint(fields=["step", "language"], name="letter_once"),
            models.CheckConstraint(name="letter_language_known", condition=Q(language__in=["zh", "en"])),
        )


class LetterFetch(models.Model):
    """The first time that an account fetched a letter; `unit` is empty for the organisation itself."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="fetches")
    by = models.CharField(max_length=150)
    unit = models.CharField(max_length=18, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "letter_fetch"
        constraints = (models.UniqueConstraint(fields=["letter", "by", "unit"], name="letter_fetched_first"),)
