"""Trainings: places without names, certificates on the log, and what was confirmed stays."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from gongxin.actions import unit
from gongxin.actions.training import Course, TrainingRefused, announce, cancel, confirm, sign_up
from gongxin.disclosure.role import UnitKind
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import training
from gongxin.store.models import Notice, TrainingAttendance

pytestmark = pytest.mark.django_db

AMBER, BIRCH, CENTRE = "91310000MA0000015F", "91310114MA1GT00019", "12310000000000019X"
ON, DAY = date(2026, 11, 2), date(2026, 11, 20)
COURSE = Course("信用修复专题培训", DAY, "政务服务中心三楼", 90, 5)


@pytest.fixture
def course():
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    return announce(COURSE, unit=CENTRE, by="operator", on=ON)


def join(course, uscc=AMBER, people=2, on=ON):
    sign_up(course, uscc, people, by="owner", on=on)


def test_seats_are_counted_and_never_given_twice(course):
    join(course, AMBER, 3)
    with pytest.raises(TrainingRefused, match="还剩 2 个"):
        join(course, BIRCH, 3)
    join(course, BIRCH, 2)
    join(course, AMBER, 1)  # it may think again

    (known,) = training.to_come(ON)
    assert (known.taken, known.left) == (3, 2)
    assert [one.asked for one in training.attendances(course)] == [1, 2]


@pytest.mark.parametrize("people", [0, -1, 21])
def test_an_odd_number_of_people_is_refused(course, people):
    with pytest.raises(TrainingRefused):
        join(course, people=people)


def test_places_are_given_back_before_the_day_and_not_after(course):
    join(course)
    cancel(course, AMBER, on=ON)
    assert training.of_organisation(AMBER) == ()

    with pytest.raises(TrainingRefused):
        join(course, on=date(2026, 11, 21))


def test_who_came_gets_a_certificate_that_stands_in_the_log(course):
    join(course)
    join(course, BIRCH, 1)

    assert confirm(course, {AMBER: 2, BIRCH: 0}, by="operator", on=DAY) == 2
    assert confirm(course, {AMBER: 1}, by="operator", on=DAY) == 0  # what was said stays

    (own,) = training.of_organisation(AMBER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, uscc, content FROM entry WHERE sequence = %s", [own.sequence])
        kind, uscc, content = cursor.fetchone()
    assert (own.attended, kind, uscc) == (2, "training", AMBER)
    assert own.certificate == f"PX20261120-{own.sequence:06}"
    assert '"people":2' in content
    assert training.trained([AMBER, BIRCH]) == {AMBER}
    assert [one.uscc for one in Notice.objects.filter(kind="training_certificate")] == [AMBER]


def test_nobody_is_confirmed_before_the_day(course):
    join(course)
    with pytest.raises(TrainingRefused, match="尚未举办"):
        confirm(course, {AMBER: 2}, by="operator", on=date(2026, 11, 19))


def test_what_was_confirmed_cannot_be_removed(course):
    join(course)
    confirm(course, {AMBER: 2}, by="operator", on=DAY)

    with pytest.raises(ProgrammingError), transaction.atomic():
        TrainingAttendance.objects.all().delete()


def test_a_course_in_the_past_or_with_the_number_of_a_person_is_not_announced():
    with pytest.raises(TrainingRefused):
        announce(COURSE, unit=CENTRE, by="operator", on=date(2026, 12, 1))
    with pytest.raises(PersonalInText):
        announce(Course("培训", DAY, "联系 13812345678", 90, 5), unit=CENTRE, by="operator", on=ON)
