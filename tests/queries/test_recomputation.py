"""Evaluations worked out anew."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions import entry, erasure
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.reader import UnknownModel
from gongxin.queries import recomputation
from gongxin.queries.recomputation import Asked, EarlierForm, NoSuchRun, NotEvaluated
from gongxin.store.models import Entry, EvaluationRun

MODEL = "comprehensive_enterprise"
AMBER, BIRCH = "91310000MA0000015F", "91310114MA1GT00019"


def test_what_would_be_kept_can_be_seen_before(evaluated):
    before = recomputation.computed(Asked(MODEL, localdate()))

    run = evaluated()

    assert (before.results, before.organisations) == (run.results, run.organisations)
    assert before.grades[Grade.POOR] == 1


def test_one_organisation_alone_comes_to_what_it_comes_to_among_all(evaluated):
    evaluated()

    alone = recomputation.computed_for(BIRCH, Asked(MODEL, localdate()))

    assert (str(alone.score), alone.grade) == ("74.00", Grade.FAIR)
    assert [one.code for one in alone.contributions] == ["severe_penalty", "ordinary_penalty", "standing"]


def test_a_kept_run_comes_out_the_same_whatever_happened_since(evaluated):
    run = evaluated()
    severe = Entry.objects.get(item="administrative_penalty", tier="severe")
    entry.withdraw(severe.record, reason="撤销了处罚决定。", by="planner")

    again = recomputation.recomputed(run.id)

    assert (again.is_same, again.erased) == (True, 0)
    assert recomputation.computed(Asked(MODEL, localdate())).results != run.results


def test_where_content_was_erased_since_that_is_said(evaluated):
    run = evaluated()
    honour = Entry.objects.get(item="honour")
    erasure.erase(honour.record, basis="SH 27", reason="主体申请删除。")

    again = recomputation.recomputed(run.id)

    assert (again.is_same, again.erased) == (False, 1)


def test_a_run_whose_digest_is_of_an_earlier_form_is_not_compared(evaluated):
    kept = EvaluationRun.objects.get(id=evaluated().id)
    kept.id, kept.form = None, 1
    kept.save(force_insert=True)

    with pytest.raises(EarlierForm, match="旧格式"):
        recomputation.recomputed(kept.id)


def test_the_newest_run_of_everybody_is_found(evaluated):
    assert recomputation.newest_run(MODEL, localdate()) is None

    run = evaluated()

    assert recomputation.newest_run(MODEL, localdate()) == run.id
    assert recomputation.newest_run(MODEL, localdate() - timedelta(days=1)) is None


def test_whom_the_model_is_not_for_is_told_so(evaluated):
    with pytest.raises(NotEvaluated, match="不在"):
        recomputation.computed_for(BIRCH, Asked("construction", localdate()))


def test_what_cannot_be_asked_is_refused_by_name(evaluated):
    with pytest.raises(UnknownModel, match="no_such"):
        recomputation.computed(Asked("no_such", localdate()))
    with pytest.raises(NoSuchRun):
        recomputation.recomputed(10_000)
