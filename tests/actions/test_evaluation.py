"""Evaluations kept: repeated to the byte, never changed, and renewed when what they rest on falls away."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from gongxin.actions import entry, erasure, evaluation
from gongxin.actions.evaluation import ModelChanged, NotInUse
from gongxin.disclosure.moment import NotYet
from gongxin.evaluation.reader import PACKAGED
from gongxin.store.models import (
    Entry,
    EvaluationForgotten,
    EvaluationModel,
    EvaluationResult,
    EvaluationRun,
    ModelRelease,
)

MODEL = "comprehensive_enterprise"
AMBER, BIRCH, CEDAR = "91310000MA0000015F", "91310114MA1GT00019", "92310114MA1GT001XX"


def grades(run):
    return dict(EvaluationResult.objects.filter(run_id=run.id).values_list("uscc", "grade"))


def test_everybody_whom_the_model_is_for_gets_a_grade(evaluated):
    run = evaluated(by="planner")

    assert run.organisations == 3
    assert grades(run) == {AMBER: "poor", BIRCH: "fair", CEDAR: "good"}


def test_a_run_names_all_that_is_needed_to_repeat_it(evaluated):
    before = Entry.objects.order_by("-sequence").first().sequence

    run = evaluated(by="planner")

    kept = EvaluationRun.objects.get(id=run.id)
    assert (kept.size, kept.on, kept.engine, kept.made_by) == (before, localdate(), "duckdb", "planner")
    assert kept.model.text.startswith("#")
    assert kept.model.digest == ModelRelease.objects.get().digest
    told = Entry.objects.get(sequence=kept.sequence)
    assert (told.kind, kept.results in told.content, told.edition) == ("evaluation", True, kept.catalogue)


def test_the_same_run_twice_gives_the_same_bytes(evaluated):
    assert evaluated().results == evaluated().results


def test_a_moment_of_the_past_gives_what_was_known_then(evaluated):
    before, moment = evaluated(), timezone.now()
    severe = Entry.objects.get(item="administrative_penalty", tier="severe")

    entry.withdraw(severe.record, reason="撤销了处罚决定。", by="planner")

    assert evaluated(known_at=moment).results == before.results
    assert grades(evaluated())[BIRCH] == "good"


def test_without_a_release_nothing_is_kept(living):
    with pytest.raises(NotInUse, match="另一人复核"):
        evaluation.run(MODEL, on=localdate())

    assert not EvaluationRun.objects.exists()


def test_a_day_before_the_release_has_no_evaluation(evaluated):
    with pytest.raises(NotInUse):
        evaluation.run(MODEL, on=localdate() - timedelta(days=1))


def test_nobody_is_evaluated_as_of_tomorrow(evaluated):
    with pytest.raises(NotYet):
        evaluation.run(MODEL, on=localdate() + timedelta(days=1))


def test_an_edition_whose_file_was_changed_is_refused(evaluated, monkeypatch, tmp_path):
    folder = tmp_path / "evaluation" / "models" / "2026"
    folder.mkdir(parents=True)
    ours = (PACKAGED / "2026" / f"{MODEL}.toml").read_text("utf-8")
    (folder / f"{MODEL}.toml").write_text(ours.replace("cap = -30", "cap = -40"), "utf-8")
    monkeypatch.setattr(settings, "GONGXIN_CITY", tmp_path)

    with pytest.raises(ModelChanged, match="写成新的版本"):
        evaluated()


def test_another_file_under_the_name_of_a_used_edition_is_refused(evaluated):
    EvaluationModel.objects.create(
        digest="0" * 64, code=MODEL, edition="2026", from_on=date(2026, 4, 1), text="…"
    )

    with pytest.raises(ModelChanged):
        evaluated()


@pytest.mark.parametrize("table", ["evaluation_result", "evaluation_run", "evaluation_model"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_what_was_kept_cannot_be_changed(evaluated, table, statement):
    evaluated()
    column = {"evaluation_result": "grade", "evaluation_run": "results", "evaluation_model": "text"}[table]

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, f"{column} || 'x'"))


def test_a_run_that_the_log_does_not_know_is_refused(evaluated):
    run = EvaluationRun.objects.get(id=evaluated().id)

    with pytest.raises(DatabaseError), transaction.atomic():
        EvaluationRun.objects.create(
            **{field.attname: getattr(run, field.attname) for field in run._meta.fields}
            | {"id": None, "results": "0" * 64}
        )


def test_a_result_that_fell_away_is_renewed_alone(evaluated):
    first = evaluated()
    evaluation.forget(BIRCH)

    assert evaluation.renew(on=localdate()) == 1
    assert evaluation.renew(on=localdate()) == 0

    renewed = EvaluationRun.objects.latest("id")
    assert (renewed.is_of_all, renewed.organisations, renewed.id > first.id) == (False, 1, True)
    assert EvaluationForgotten.objects.get().renewed_at is not None


def test_without_a_model_in_use_there_is_nothing_to_renew(living):
    evaluation.forget(BIRCH)

    assert evaluation.renew(on=localdate()) == 1
    assert not EvaluationRun.objects.exists()


def test_a_failed_run_leaves_nothing_behind(evaluated, monkeypatch):
    """The disk is full when the log is to be written."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(evaluation, "append_events", full)
    with pytest.raises(OSError, match="No space"):
        evaluated()

    assert not EvaluationResult.objects.exists()
    assert not EvaluationModel.objects.exists()


def test_a_withdrawal_lets_results_hold_no_longer(evaluated):
    evaluated()
    severe = Entry.objects.get(item="administrative_penalty", tier="severe")

    entry.withdraw(severe.record, reason="撤销了处罚决定。", by="planner")
    evaluation.renew(on=localdate())

    renewed = EvaluationRun.objects.latest("id")
    assert not renewed.is_of_all
    assert grades(renewed) == {BIRCH: "good"}


def test_an_erasure_by_order_lets_results_hold_no_longer(evaluated):
    evaluated()

    erasure.erase(Entry.objects.get(item="honour").record, basis="法院裁定", reason="判决撤销。")

    assert [*EvaluationForgotten.objects.values_list("uscc", flat=True)] == [AMBER]
