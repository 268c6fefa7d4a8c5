"""Trainings for repair: courses with their places, and an organisation's part in them."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from gongxin.queries.reading import Row, rows

COLUMNS = (
    "c.id, c.title, coalesce(u.name, c.unit), c.held_on, c.place, c.minutes, c.seats, c.content,"
    " (SELECT coalesce(sum(asked), 0) FROM training_attendance WHERE course_id = c.id)"
)
OF_ONE = "a.uscc, coalesce(o.name, a.uscc), a.asked, a.attended, a.certificate, a.sequence, a.confirmed_at"
FROM = "training_course c LEFT JOIN unit u ON u.uscc = c.unit"


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course; `taken` seats are signed up for."""

    id: UUID
    title: str
    unit_name: str
    held_on: datetime.date
    place: str
    minutes: int
    seats: int
    content: str
    taken: int

    @property
    def left(self) -> int:
        return max(0, self.seats - self.taken)


@dataclass(frozen=True, slots=True)
class AttendanceFacts:
    """An organisation at a course; `attended` None: nobody has said yet."""

    course: CourseFacts
    uscc: str
    organisation: str
    asked: int
    attended: int | None
    certificate: str
    sequence: int | None
    confirmed_at: datetime.datetime | None


def courses(*, size: int = 50, skip: int = 0) -> tuple[CourseFacts, ...]:
    """Return the courses, the latest day first."""
    sql = (
        f"SELECT {COLUMNS} FROM {FROM} ORDER BY c.held_on DESC, c.made_at DESC LIMIT %(size)s OFFSET %(skip)s"
    )
    return tuple(CourseFacts(*found) for found in rows(sql, {"size": size, "skip": skip}))


def to_come(on: datetime.date) -> tuple[CourseFacts, ...]:
    """Return the courses that can still be joined, the next one first."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE c.held_on >= %(on)s ORDER BY c.held_on, c.made_at LIMIT 100"
    return tuple(CourseFacts(*found) for found in rows(sql, {"on": on}))


def course(number: UUID) -> CourseFacts | None:
    found = rows(f"SELECT {COLUMNS} FROM {FROM} WHERE c.id = %(id)s", {"id": number})
    return CourseFacts(*found[0]) if found else None


def attendances(number: UUID) -> tuple[AttendanceFacts, ...]:
    """Return who signed up for a course, by name."""
    return _attendances("a.course_id = %(id)s ORDER BY 11, a.uscc", {"id": number})


def of_organisation(uscc: str) -> tuple[AttendanceFacts, ...]:
    """Return the organisation's courses, the latest first."""
    return _attendances("a.uscc = %(uscc)s ORDER BY c.held_on DESC", {"uscc": uscc})


def trained(codes: list[str]) -> frozenset[str]:
    """Return which of the organisations have been to a training."""
    sql = "SELECT DISTINCT uscc FROM training_attendance WHERE uscc = ANY(%(codes)s) AND attended > 0"
    return frozenset(uscc for (uscc,) in rows(sql, {"codes": codes}))


def _attendances(where: str, values: dict[str, object]) -> tuple[AttendanceFacts, ...]:
    sql = (
        f"SELECT {COLUMNS}, {OF_ONE} FROM training_attendance a JOIN training_course c ON c.id = a.course_id"
        " LEFT JOIN unit u ON u.uscc = c.unit LEFT JOIN organisation o ON o.uscc = a.uscc"
        f" WHERE {where}"
    )
    return tuple(_attendance(found) for found in rows(sql, values))


def _attendance(found: Row) -> AttendanceFacts:
    return AttendanceFacts(CourseFacts(*found[:9]), *found[9:])
