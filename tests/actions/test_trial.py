"""Trials of editions of models over a small city."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions import trial as actions
from gongxin.actions.release import UnknownEdition, confirm, propose
from gongxin.actions.trial import TrialUnderWay, order, run
from gongxin.queries import trial as facts
from gongxin.store.models import EvaluationResult, Trial

MODEL, EDITION = "comprehensive_enterprise", "2026"
CENTRE = "11310000MB2F00013X"


@pytest.fixture
def done(living):
    number = order(MODEL, EDITION, by="zhongxin", on=localdate())
    assert run(number) == "done"
    return number


def test_it_counts_everybody_and_keeps_nobodys_result(done):
    found = facts.one(done)

    assert found.result.organisations == 3
    assert sum(share.organisations for share in found.result.by_group["kind"]) == 3
    assert (found.size > 0, found.against, found.result.shifts) == (True, "", ())
    assert not EvaluationResult.objects.exists()


def test_beside_the_edition_in_use_it_tells_who_would_move(done):
    release = propose(
        done, effective_on=localdate(), reasons="试行", by="zhongxin", on=localdate() - timedelta(days=1)
    )
    confirm(release, by="fuhe", unit=CENTRE)
    again = order(MODEL, EDITION, by="zhongxin", on=localdate())
    Trial.objects.filter(id=again).update(against=EDITION)  # as if another edition had the same weights
    run(again)

    assert facts.one(again).result.moved == 0
    assert {one.direction for one in facts.one(again).result.shifts} == {"same"}


def test_it_is_tried_once_at_a_time(living):
    order(MODEL, EDITION, by="zhongxin", on=localdate())

    with pytest.raises(TrialUnderWay, match="正在试算"):
        order(MODEL, EDITION, by="fuhe", on=localdate())


def test_what_is_over_is_not_run_again(done):
    assert run(done) == ""


def test_a_file_changed_meanwhile_fails_with_what_to_do(living):
    number = order(MODEL, EDITION, by="zhongxin", on=localdate())
    Trial.objects.filter(id=number).update(digest="0" * 64)

    assert run(number) == "failed"
    assert "重新试算" in facts.one(number).said


def test_a_killed_trial_is_queued_again(living):
    number = order(MODEL, EDITION, by="zhongxin", on=localdate())
    Trial.objects.filter(id=number).update(state="running")

    assert actions.requeue() == 1
    assert run(number) == "done"


def test_an_edition_that_nobody_wrote_cannot_be_tried(living):
    with pytest.raises(UnknownEdition, match="没有模型"):
        order(MODEL, "1999", by="zhongxin", on=localdate())
