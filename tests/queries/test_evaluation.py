"""Results as they are read: with reasons, entries, history, and what was released at the time."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from gongxin.actions import entry
from gongxin.actions import evaluation as action
from gongxin.disclosure.policy import Viewer
from gongxin.evaluation.grade import Grade
from gongxin.queries import evaluation
from gongxin.store.models import Entry

MODEL = "comprehensive_enterprise"
AMBER, BIRCH, CEDAR = "91310000MA0000015F", "91310114MA1GT00019", "92310114MA1GT001XX"


@pytest.fixture
def today():
    return localdate()


def test_who_was_never_evaluated_has_no_grade(evaluated, today):
    assert evaluation.grade_of(BIRCH, MODEL, today) is None
    assert evaluation.result(BIRCH, MODEL, today) is None
    assert list(evaluation.grades(MODEL, today)) == []
    assert evaluation.history(BIRCH, MODEL) == ()


def test_everybody_has_one_grade_on_a_day(evaluated, today):
    evaluated()
    evaluated()

    assert dict(evaluation.grades(MODEL, today)) == {AMBER: Grade.POOR, BIRCH: Grade.FAIR, CEDAR: Grade.GOOD}
    assert evaluation.distribution(MODEL, today) == {
        Grade.EXCELLENT: 0,
        Grade.GOOD: 1,
        Grade.FAIR: 1,
        Grade.POOR: 1,
    }
    assert evaluation.grade_of(BIRCH, MODEL, today) is Grade.FAIR
    assert evaluation.grade_of(BIRCH, MODEL, today - timedelta(days=1)) is None


def test_a_result_tells_each_point_with_its_entries(evaluated, today):
    evaluated()

    found = evaluation.result(BIRCH, MODEL, today)

    assert (found.score, found.grade, found.is_stale) == (Decimal(74), Grade.FAIR, False)
    assert found.model.scale.base + sum(one.contribution.points for one in found.reasons) == found.score
    severe = found.reasons[0]
    assert severe.contribution.reason.zh == "近36个月内严重失信的行政处罚1件，扣10分。"
    assert [one.shown.title for one in severe.entries] == ["超限运输"]
    assert str(severe.contribution.basis) == "SH 12(4)"


def test_what_a_viewer_may_not_see_is_named_without_its_content(evaluated, today):
    evaluated()

    found = evaluation.result(BIRCH, MODEL, today, viewer=Viewer.organisation(AMBER))

    assert [entry.shown for one in found.reasons for entry in one.entries] == [None] * 3


def test_a_withdrawn_entry_is_named_and_gone(evaluated, today):
    evaluated()
    severe = Entry.objects.get(item="administrative_penalty", tier="severe")
    entry.withdraw(severe.record, reason="撤销了处罚决定。", by="planner")

    found = evaluation.result(BIRCH, MODEL, today)

    assert [one.shown for one in found.reasons[0].entries] == [None]


def test_a_forgotten_result_says_so_until_it_is_renewed(evaluated, today):
    evaluated()
    action.forget(BIRCH)
    assert evaluation.result(BIRCH, MODEL, today).is_stale
    assert not evaluation.result(AMBER, MODEL, today).is_stale

    action.renew(on=today)

    assert not evaluation.result(BIRCH, MODEL, today).is_stale
    assert dict(evaluation.grades(MODEL, today))[BIRCH] is Grade.FAIR


def test_a_result_is_found_by_the_name_a_case_gives_it(evaluated, today):
    run = evaluated()
    named = evaluation.result(BIRCH, MODEL, today)

    assert named.id == evaluation.result_id(run.id, BIRCH)
    assert evaluation.result_of(BIRCH, named.id, today) == named
    assert evaluation.result_of(AMBER, named.id, today) is None


def test_history_has_one_point_a_day(evaluated, today):
    first, second = evaluated(), evaluated()

    assert [(one.run, one.on, one.grade) for one in evaluation.history(BIRCH, MODEL)] == [
        (max(first.id, second.id), today, Grade.FAIR)
    ]


def test_who_is_no_longer_evaluated_has_no_grade_any_more(evaluated, today):
    evaluated()
    registration = Entry.objects.get(item="organisation_registration", uscc=CEDAR)
    entry.withdraw(registration.record, reason="登记有误。", by="planner")

    evaluated()

    assert evaluation.grade_of(CEDAR, MODEL, today) is None
    assert CEDAR not in dict(evaluation.grades(MODEL, today))
    assert evaluation.history(CEDAR, MODEL)[0].grade is Grade.GOOD


def test_the_models_in_force_are_listed(today):
    assert MODEL in [one.code for one in evaluation.models(today)]
