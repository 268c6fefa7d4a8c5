"""Trainings for repair: courses, and which organisations took part with how many people, never who."""

from django.db import models
from django.db.models import Q


class TrainingCourse(models.Model):
    """A course. `held_on` is its day; attendance is confirmed on it or later."""

    id = models.UUIDField(primary_key=True)
    title = models.CharField(max_length=120)
    unit = models.CharField(max_length=18)  # who holds it
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    minutes = models.IntegerField()
    seats = models.IntegerField()
    content = models.TextField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "training_course"
        constraints = (
            models.CheckConstraint(name="training_course_has_seats", condition=Q(seats__gt=0, minutes__gt=0)),
        )
        indexes = (models.Index(fields=["-held_on"], name="training_course_by_day"),)


class TrainingAttendance(models.Model):
    """An organisation at a course: `asked` people signed up, `attended` came (null: not yet confirmed)."""

    id = models.UUIDField(primary_key=True)
    course = models.ForeignKey(TrainingCourse, models.PROTECT, related_name="attendances")
    uscc = models.CharField(max_length=18)
    asked = models.IntegerField()
    signed_up_by = models.CharField(max_length=150)
    signed_up_at = models.DateTimeField()
    attended = models.IntegerField(null=True)
    confirmed_by = models.CharField(max_length=150, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    certificate = models.CharField(max_length=24, blank=True)
    sequence = models.BigIntegerField(null=True)  # of the ledger entry that says so

    class Meta:
        db_table = "training_attendance"
        constraints = (
            models.UniqueConstraint(fields=["course", "uscc"], name="training_attendance_once"),
            models.UniqueConstraint(
                fields=["certificate"], name="training_certificate_once", condition=Q(certificate__gt="")
            ),
            models.CheckConstraint(name="training_asked_some", condition=Q(asked__gt=0)),
            models.CheckConstraint(
                name="training_confirmed_whole",
                condition=Q(attended__isnull=True, confirmed_at__isnull=True, confirmed_by="", certificate="")
                | Q(attended=0, confirmed_at__isnull=False, confirmed_by__gt="", certificate="")
                | Q(attended__gt=0, confirmed_at__isnull=False, confirmed_by__gt="", certificate__gt=""),
            ),
        )
        indexes = (models.Index(fields=["uscc"], name="training_of_organisation"),)
