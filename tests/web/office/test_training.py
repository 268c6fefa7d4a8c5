"""Trainings in the office: announced, and confirmed by how many came."""

import html
import re
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from gongxin.actions import training
from gongxin.store.models import TrainingCourse

BIRCH, MARKET = "91310114MA1GT00019", "11310000000000035N"
GIVEN = {"title": "信用修复培训", "place": "大厅", "minutes": "90", "seats": "30", "content": ""}


@pytest.fixture
def operator(published, signed_in):
    return signed_in("operator")


def words(answer):
    return html.unescape(re.sub(r"<[^>]+>|\s+", "", answer.content.decode()))


def test_a_course_is_announced_and_listed(operator):
    answer = operator.post("/office/trainings/", {**GIVEN, "held_on": localdate().isoformat()})

    course = TrainingCourse.objects.get()
    assert answer.headers["Location"] == f"/office/trainings/{course.id}/"
    assert "信用修复培训" in words(operator.get("/office/trainings/"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"held_on": "2020-01-01"}, "培训日期已过"),
        ({"content": "联系电话 13812345678"}, "号码"),
        ({"seats": "0"}, "大于或等于"),
    ],
)
def test_what_cannot_be_announced_is_said_in_the_form(operator, changes, said):
    answer = operator.post("/office/trainings/", {**GIVEN, "held_on": localdate().isoformat(), **changes})

    assert answer.status_code == 422
    assert said in words(answer)
    assert not TrainingCourse.objects.exists()


def test_who_came_is_confirmed_once_and_an_empty_field_says_nothing(operator):
    operator.post("/office/trainings/", {**GIVEN, "held_on": localdate().isoformat()})
    course = TrainingCourse.objects.get().id
    for uscc in (BIRCH, "91310000MA0000015F"):
        training.sign_up(course, uscc, 2, by="owner", on=localdate())

    operator.post(f"/office/trainings/{course}/came/", {f"came-{BIRCH}": "1", "came-91310000MA0000015F": ""})

    said = words(operator.get(f"/office/trainings/{course}/"))
    assert "已确认1家" in said
    assert "PX" in said
    assert operator.get(f"/office/trainings/{course}/{BIRCH}/certificate.pdf").status_code == 200
    assert operator.get(f"/office/trainings/{course}/91310000MA0000015F/certificate.pdf").status_code == 404


def test_a_course_that_is_none_is_not_found(operator):
    assert operator.get(f"/office/trainings/{uuid4()}/").status_code == 404


def test_a_number_that_cannot_be_is_refused(operator):
    operator.post("/office/trainings/", {**GIVEN, "held_on": localdate().isoformat()})
    course = TrainingCourse.objects.get().id
    training.sign_up(course, BIRCH, 2, by="owner", on=localdate())

    operator.post(f"/office/trainings/{course}/came/", {f"came-{BIRCH}": "500"})

    assert "到场人数应为" in words(operator.get(f"/office/trainings/{course}/"))
