"""Trainings for repair: announced, signed up for with a number of people, confirmed with how many came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from gongxin.actions.event import Event, append_events
from gongxin.actions.log import writing
from gongxin.actions.notice import notify
from gongxin.intake.free_text import refuse_personal
from gongxin.store.models import TrainingAttendance, TrainingCourse

KIND = "training"
MOST = 20  # people of one organisation


@dataclass(frozen=True, slots=True)
class Course:
    """What is announced."""

    title: str
    held_on: date
    place: str
    minutes: int
    seats: int
    content: str = ""


class TrainingRefused(Exception):
    """A course, or a place in it, cannot be had so."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def announce(course: Course, *, unit: str, by: str, on: date) -> UUID:
    """Announce a course.

    Raises:
        TrainingRefused: it lies in the past.
        PersonalInText
    """
    refuse_personal("\n".join([course.title, course.place, course.content]), on=on)
    if course.held_on < on:
        raise TrainingRefused("培训日期已过，请核对。", "Its day is over: check it.")
    made = TrainingCourse.objects.create(
        id=uuid4(),
        title=course.title,
        unit=unit,
        held_on=course.held_on,
        place=course.place,
        minutes=course.minutes,
        seats=course.seats,
        content=course.content,
        made_by=by,
        made_at=timezone.now(),
    )
    return made.id


def sign_up(course: UUID, uscc: str, people: int, *, by: str, on: date) -> None:
    """Take places for an organisation, or change how many; nobody is named.

    Raises:
        TrainingRefused: no such course, over, full, or too many.
    """
    if not 1 <= people <= MOST:
        raise TrainingRefused(f"每家组织可报 1 至 {MOST} 人。", f"An organisation sends 1 to {MOST} people.")
    with transaction.atomic():
        known = _open(course, on)
        others = TrainingAttendance.objects.filter(course=known).exclude(uscc=uscc)
        taken = others.aggregate(all=Sum("asked"))["all"] or 0
        if taken + people > known.seats:
            left = known.seats - taken
            raise TrainingRefused(
                f"名额不足，还剩 {left} 个。请减少人数或者选择另一期。",
                f"Only {left} seats are left: come with fewer, or to another course.",
            )
        TrainingAttendance.objects.update_or_create(
            course=known,
            uscc=uscc,
            defaults={"asked": people, "signed_up_by": by, "signed_up_at": timezone.now()},
            create_defaults={
                "id": uuid4(),
                "asked": people,
                "signed_up_by": by,
                "signed_up_at": timezone.now(),
            },
        )


def cancel(course: UUID, uscc: str, *, on: date) -> None:
    """Give the places back.

    Raises:
        TrainingRefused: the course is over.
    """
    with transaction.atomic():
        TrainingAttendance.objects.filter(course=_open(course, on), uscc=uscc, attended=None).delete()


def confirm(course: UUID, came: Mapping[str, int], *, by: str, on: date) -> int:
    """Say how many people of each organisation came; each that sent somebody gets a certificate.

    What was confirmed stays. Return how many are new.

    Raises:
        TrainingRefused: the course is still to come, or a number is odd.
    """
    if any(not 0 <= number <= MOST for number in came.values()):
        raise TrainingRefused(f"到场人数应为 0 至 {MOST}。", f"Between 0 and {MOST} people came.")
    with writing() as head:
        known = TrainingCourse.objects.select_for_update().filter(id=course).first()
        if known is None or on < known.held_on:
            raise TrainingRefused("培训尚未举办，不能确认到场。", "It has not been held yet.")
        waiting = TrainingAttendance.objects.filter(course=known, uscc__in=came, attended=None)
        found = list(waiting.order_by("uscc"))
        append_events(head, [_event(known, one, came[one.uscc], by) for one in found])
        for place, one in enumerate(found, head.size + 1):
            _confirm(known, one, came[one.uscc], by, place)
    return len(found)


def _confirm(course: TrainingCourse, one: TrainingAttendance, number: int, by: str, sequence: int) -> None:
    one.attended, one.confirmed_by, one.confirmed_at = number, by, timezone.now()
    one.sequence = sequence
    one.certificate = f"PX{course.held_on:%Y%m%d}-{sequence:06}" if number else ""
    one.save()
    if number:
        notify(
            "training_certificate",
            {"course": course.title, "held_on": course.held_on.isoformat(), "people": str(number)},
            to_organisation=one.uscc,
            about=one.id,
        )


def _event(course: TrainingCourse, one: TrainingAttendance, number: int, by: str) -> Event:
    content = {
        "course": str(course.id),
        "title": course.title,
        "held_on": course.held_on.isoformat(),
        "minutes": course.minutes,
        "people": number,
        "by": by,
    }
    return Event(kind=KIND, item=KIND, uscc=one.uscc, unit=course.unit, content=content, record=one.id)


def _open(course: UUID, on: date) -> TrainingCourse:
    known = TrainingCourse.objects.select_for_update().filter(id=course).first()
    if known is None or known.held_on < on:
        raise TrainingRefused(
            "没有这一期培训，或者已经举办。请在列表中另选。", "No such course, or it is over: choose another."
        )
    return known
