"""Trainings at the desk: places without names, and the certificate of who came."""

import html
import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from gongxin.actions import training
from gongxin.store.models import TrainingCourse

BIRCH, MARKET = "91310114MA1GT00019", "11310000000000035N"


@pytest.fixture
def course(desk):
    made = training.Course("信用修复专题培训", localdate(), "政务服务中心", 90, 3)
    return training.announce(made, unit=MARKET, by="operator", on=localdate())


def words(answer):
    return html.unescape(re.sub(r"<[^>]+>|\s+", "", answer.content.decode()))


def test_an_organisation_signs_up_changes_its_mind_and_gives_the_places_back(desk, course):
    place = f"repair/trainings/{course}/"

    assert "还剩3个名额" in words(desk("repair/trainings/"))
    desk(place, post={"people": "2"})
    assert "已报名2人" in words(desk("repair/trainings/"))
    desk(place, post={"people": "3"})
    assert "还剩0个名额" in words(desk("repair/trainings/"))
    desk(place, post={"cancel": "1"})
    assert "还没有报名" in words(desk("repair/trainings/"))


@pytest.mark.parametrize("people", ["0", "21", "x", ""])
def test_an_odd_number_is_answered_with_what_is_taken(desk, course, people):
    desk(f"repair/trainings/{course}/", post={"people": people})

    assert "请填写1至20之间的人数" in words(desk("repair/trainings/"))


def test_more_than_the_seats_is_answered_with_how_many_are_left(desk, course):
    desk(f"repair/trainings/{course}/", post={"people": "4"})

    assert "还剩3个" in words(desk("repair/trainings/"))


def test_who_came_fetches_a_sealed_certificate(desk, course):
    desk(f"repair/trainings/{course}/", post={"people": "2"})
    assert desk(f"repair/trainings/{course}/certificate.pdf").status_code == 404
    training.confirm(course, {BIRCH: 2}, by="operator", on=localdate())

    file = desk(f"repair/trainings/{course}/certificate.pdf")
    said = re.sub(r"\s+", "", PdfReader(io.BytesIO(file.content)).pages[0].extract_text())

    assert file["Content-Type"] == "application/pdf"
    assert "信用修复培训证明" in said
    assert "派2人参加" in said
    assert b"/ByteRange" in file.content  # signed


def test_a_course_that_is_none_or_over_is_not_joined(desk, course):
    desk(f"repair/trainings/{uuid4()}/", post={"people": "1"})
    assert "没有这一期培训" in words(desk("repair/trainings/"))
    TrainingCourse.objects.filter(id=course).update(held_on=localdate() - timedelta(days=1))
    assert "目前没有可以报名的培训" in words(desk("repair/trainings/"))
