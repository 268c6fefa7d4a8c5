"""Trials of editions of models: ordered here, worked on in the queue (`reports.trial`), kept as counts."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from gongxin.actions.release import edition_of
from gongxin.evaluation import trial as rule
from gongxin.evaluation.model import Model
from gongxin.store.models import ModelRelease, Trial

TASK = "trial.run"
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


class TrialUnderWay(Exception):
    """The same edition is being tried."""

    def __init__(self) -> None:
        super().__init__(
            "这个版本正在试算，完成后会显示在列表里，不必重复提交。"
            " / This edition is being tried; the list will show the result."
        )


def order(code: str, edition: str, *, by: str, on: date) -> UUID:
    """Queue a trial of an edition over all organisations, beside the edition in use on the day.

    Raises:
        UnknownEdition
        TrialUnderWay: one waits or runs.
    """
    model = edition_of(code, edition)
    with transaction.atomic():
        standing = Trial.objects.select_for_update().filter(model=code, edition=edition)
        if standing.filter(state__in=(WAITING, RUNNING), digest=model.digest).exists():
            raise TrialUnderWay
        made = Trial.objects.create(
            id=uuid4(),
            model=code,
            edition=edition,
            digest=model.digest,
            against=in_use(code, on, but=edition),
            on=on,
            state=WAITING,
            ordered_by=by,
            ordered_at=timezone.now(),
        )
        queue(made.id)
    return made.id


def queue(trial: UUID) -> None:
    jobs.configure_task(TASK).defer(trial=str(trial))


def requeue() -> int:
    """Queue the trials that a killed process left unfinished."""
    waiting = [*Trial.objects.filter(state__in=(WAITING, RUNNING)).values_list("id", flat=True)]
    for one in waiting:
        queue(one)
    return len(waiting)


def in_use(code: str, on: date, *, but: str = "") -> str:
    """Return the edition in use on a day, other than `but`; empty where none was released."""
    released = ModelRelease.objects.filter(model=code, is_confirmed=True, effective_on__lte=on)
    newest = released.exclude(edition=but).order_by("-effective_on").values_list("edition", flat=True)
    return newest.first() or ""


def begin(trial: UUID) -> Model | None:
    """Note that the trial runs, and return the model; None where it is over, or its file was changed."""
    with transaction.atomic():
        found = Trial.objects.select_for_update().filter(id=trial, state__in=(WAITING, RUNNING)).first()
        if found is None:
            return None
        model = edition_of(found.model, found.edition)
        if model.digest != found.digest:
            _fail(
                found,
                "提交之后模型文件有改动，请重新试算。 / The file was changed meanwhile: try it anew.",
            )
            return None
        found.state = RUNNING
        found.save()
    return model


def end(trial: UUID, result: rule.Trial, *, size: int) -> None:
    """Keep the counts."""
    Trial.objects.filter(id=trial, state=RUNNING).update(
        state=DONE, result=result.as_json(), size=size, ended_at=timezone.now()
    )


def _fail(found: Trial, said: str) -> None:
    found.state, found.said, found.ended_at = FAILED, said, timezone.now()
    found.save()
