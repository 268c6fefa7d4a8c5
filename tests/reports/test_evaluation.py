"""Grades in a credit report: the organisation sees its own, the public what the model discloses."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from gongxin.disclosure.policy import Viewer
from gongxin.law.label import Label
from gongxin.queries.answer import answers
from gongxin.queries.credit_report import held
from gongxin.queries.evaluation import grade_of
from gongxin.reports.evaluation import group

BIRCH, CODE = "91310114MA1GT00019", "comprehensive_enterprise"


@pytest.fixture
def evaluated(published, db, evaluate):
    evaluate()


def test_the_organisation_sees_its_grade_and_the_public_does_not(evaluated):
    own = held(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    public = held(BIRCH, viewer=Viewer.ANYONE, on=localdate())

    assert [(one.model.code, one.grade) for one in own.grades] == [(CODE, grade_of(BIRCH, CODE, localdate()))]
    assert public.grades == ()


def test_it_is_laid_out_like_an_entry_with_grade_score_and_edition(evaluated):
    own = held(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    laid = group(own.grades, Label("公共信用信息平台", "Platform"))

    assert laid["count"] == 1
    (entry,) = laid["entries"]
    assert (entry["title"], entry["decided_on"]) == ("企业公共信用综合评价", str(localdate()))
    assert [field["value"] for field in entry["fields"]] == [
        own.grades[0].grade.label.zh, str(own.grades[0].score), "2026"
    ]  # fmt: skip


@pytest.mark.parametrize(("items", "sees"), [(("credit_evaluation",), True), (("honour",), False)])
def test_a_unit_sees_it_only_in_a_matter_that_may_consult_evaluations(evaluated, items, sees):
    (answer,) = answers([BIRCH], viewer=Viewer.matter(items), on=localdate())

    assert [one["grade_name"] for one in answer.as_json()["grades"]] == (
        [grade_of(BIRCH, CODE, localdate()).label.zh] if sees else []
    )


def test_nobody_knows_a_grade_before_it_was_found(evaluated):
    before = timezone.now() - timedelta(hours=1)
    viewer = Viewer.matter(["credit_evaluation"])

    (answer,) = answers([BIRCH], viewer=viewer, on=localdate(), known_at=before)
    assert answer.grades == ()
