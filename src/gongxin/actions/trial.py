"""Trials of editions of models: ordered, worked on in the queue, kept as counts. Nobody's result is kept."""

from datetime import date
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from gongxin.actions.log import writing
from gongxin.actions.release import edition_of
from gongxin.catalogue import reader as catalogue
from gongxin.evaluation import trial as rule
from gongxin.evaluation.compiler import program
from gongxin.evaluation.counting import Position
from gongxin.evaluation.model import Model
from gongxin.evaluation.movement import AFTER, BEFORE
from gongxin.law.parameter import ParameterUnset, load_parameters
from gongxin.store.evaluating import gathered
from gongxin.store.models import ModelRelease, Trial

TASK = "trial.run"
PERCENTS = (-20, -10, 10, 20)  # by how much each weight is changed to see what hangs on it
CHANGED = "提交之后模型文件有改动，请重新试算。 / The file was changed meanwhile: try it again."
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
            against=_against(code, on, edition),
            on=on,
            state=WAITING,
            ordered_by=by,
            ordered_at=timezone.now(),
        )
        queue(made.id)
    return made.id


def queue(trial: UUID) -> None:
    jobs.configure_task(TASK).defer(number=str(trial))


def requeue() -> int:
    """Queue the trials that a killed process left unfinished."""
    waiting = [*Trial.objects.filter(state__in=(WAITING, RUNNING)).values_list("id", flat=True)]
    for one in waiting:
        queue(one)
    return len(waiting)


def _against(code: str, on: date, but: str) -> str:
    """Return the edition in use on a day, other than `but`; empty where none was released."""
    others = ModelRelease.objects.filter(model=code).exclude(edition=but)
    return others.in_use(on).values_list("edition", flat=True).first() or ""


def run(trial: UUID) -> str:
    """Work on a trial, and return its state; one that is over, or not there, is left as it is."""
    found, model = _begun(trial)
    if model is None:
        return found
    try:
        result, size = _counted(model, Trial.objects.get(id=trial))
    except ParameterUnset as missing:
        _fail(trial, str(missing))
        return FAILED
    Trial.objects.filter(id=trial, state=RUNNING).update(
        state=DONE, result=result.as_json(), size=size, ended_at=timezone.now()
    )
    return DONE


def _begun(trial: UUID) -> tuple[str, Model | None]:
    """Note that the trial runs, and return the model as it was when ordered."""
    with transaction.atomic():
        found = Trial.objects.select_for_update().filter(id=trial, state__in=(WAITING, RUNNING)).first()
        if found is None:
            return "", None
        model = edition_of(found.model, found.edition)
        if model.digest != found.digest:
            _fail(trial, CHANGED)
            return FAILED, None
        found.state = RUNNING
        found.save()
    return RUNNING, model


def _counted(model: Model, found: Trial) -> tuple[rule.Trial, int]:
    """Evaluate everybody by the edition, and by the one in use, in one look at the ledger."""
    edition = catalogue.edition(found.on, settings.GONGXIN_CITY)
    parameters = load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    against = edition_of(found.model, found.against) if found.against else None
    tables = {AFTER: model, **({BEFORE: against} if against else {})}
    made = {table: program(one, edition, found.on, parameters=parameters) for table, one in tables.items()}
    with writing() as head:
        position = Position(found.on, head.size)  # no step of the ledger is under way just then
    with gathered([*made.values()], position) as rows:
        for table, one in made.items():
            rows.execute(f"CREATE TABLE {table} AS {one.sql}")
        return rule.tried(rows, model, PERCENTS, against=against), position.size


def _fail(trial: UUID, said: str) -> None:
    Trial.objects.filter(id=trial).update(state=FAILED, said=said, ended_at=timezone.now())
