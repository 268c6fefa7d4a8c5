"""Evaluate organisations by a model, and keep the results with their explanation for good."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from duckdb import DuckDBPyConnection

from gongxin.actions.event import Event, append_events
from gongxin.actions.log import writing
from gongxin.actions.release import edition_of
from gongxin.catalogue import reader as catalogue
from gongxin.disclosure.moment import moment
from gongxin.engine.engine import Engine
from gongxin.evaluation.compiler import program
from gongxin.evaluation.counting import Position
from gongxin.evaluation.explanation import FORM, TEXT
from gongxin.evaluation.model import Model
from gongxin.law.parameter import load_parameters
from gongxin.store.copy import Target, copy_batches
from gongxin.store.evaluating import Summed, evaluate, gathered
from gongxin.store.models import Checkpoint, EvaluationForgotten, EvaluationModel, EvaluationRun, ModelRelease

KIND = "evaluation"
COLUMNS = ("run", "uscc", "score", "grade", "explanation")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to; `results` is the SHA-256 of its results."""

    id: int
    model: str
    edition: str
    on: date
    size: int
    organisations: int
    results: str


class ModelChanged(Exception):
    """An edition that was already used says something else now."""

    def __init__(self, model: Model) -> None:
        super().__init__(
            f"模型 {model.code} 的 {model.edition} 版已经用过，文件却改了。版本施行后不得改动："
            "请恢复原文件，把改动写成新的版本。"
            f" / {model.code} {model.edition} has been used and its file was changed since. An edition in"
            " force stays as it is: restore the file and write a new edition."
        )


class NotInUse(Exception):
    """No edition of the model was let into use by two persons for the day."""

    def __init__(self, code: str, on: date) -> None:
        super().__init__(
            f"模型 {code} 在 {on} 没有经两人批准施行的版本，不能出具评价结果。请先试算、提出并由另一人复核。"
            f" / No edition of {code} is in use on {on}: try one, propose it and let a second person confirm."
        )


def run(
    code: str,
    *,
    on: date,
    by: str = "",
    known_at: datetime | None = None,
    engine: Engine = Engine.DUCKDB,
) -> Run:
    """Evaluate everybody whom the edition in use on a day is for, and keep the results.

    `known_at` is the moment whose ledger is looked at; None: now.

    Raises:
        NotInUse: no edition was released for that day.
        NotYet: the day or the moment lies ahead.
        ModelChanged: the edition's file is not what it was when first used.
        ParameterUnset: the model needs a legal number that the city has not decided.
    """
    moment(on, known_at, now=timezone.localtime())
    return _run(released(code, on), _position(on, known_at), _Made(by, engine))


def _run(model: Model, seen: "_Seen", made: "_Made") -> Run:
    position, edition = seen.position, catalogue.edition(seen.position.on, settings.GONGXIN_CITY)
    parameters = load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    compiled = program(model, edition, position.on, parameters=parameters)
    with gathered([compiled], position, usccs=made.only) as rows:
        evaluate(rows, compiled, made.engine)
        with transaction.atomic():
            _keep_model(model)
            return _keep(rows, model, seen, made)


def released(code: str, on: date) -> Model:
    """Return the edition of a model in use on a day.

    Raises:
        NotInUse
        ModelChanged: its file is not what was released.
    """
    release = ModelRelease.objects.filter(model=code).in_use(on).first()
    if release is None:
        raise NotInUse(code, on)
    model = edition_of(code, release.edition)
    if model.digest != release.digest:
        raise ModelChanged(model)
    return model


def forget(uscc: str) -> None:
    """Let an organisation's results hold no longer: what they rest on was repaired, withdrawn or corrected.

    Called within the transaction of the step; the results are renewed by the next job.
    """
    EvaluationForgotten.objects.create(uscc=uscc, at=timezone.now())


def renew(*, on: date) -> int:
    """Evaluate anew those whose results were forgotten, by every model in use; return how many."""
    now = timezone.now()
    waiting = EvaluationForgotten.objects.filter(renewed_at=None, at__lte=now)
    usccs = sorted(set(waiting.values_list("uscc", flat=True)))
    if not usccs:
        return 0
    for code in ModelRelease.objects.in_use(on).values_list("model", flat=True):
        _run(released(code, on), _position(on, None), _Made("", Engine.DUCKDB, frozenset(usccs)))
    waiting.filter(uscc__in=usccs).update(renewed_at=now)
    return len(usccs)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The ledger as a run sees it, and the moment of that."""

    position: Position
    at: datetime


@dataclass(frozen=True, slots=True)
class _Made:
    """By whom and how; `only` names those evaluated, None for everybody."""

    by: str
    engine: Engine
    only: frozenset[str] | None = None


def _position(on: date, known_at: datetime | None) -> _Seen:
    """Return where the log stands while no step of the ledger is under way, or stood at the moment."""
    with writing() as head:
        if known_at is None:
            return _Seen(Position(on, head.size), head.now)
    then = Checkpoint.objects.filter(signed_at__lte=known_at).order_by("-signed_at", "-size")
    return _Seen(Position(on, then.values_list("size", flat=True).first() or 0), known_at)


def _keep_model(model: Model) -> None:
    known = EvaluationModel.objects.filter(code=model.code, edition=model.edition)
    digest = known.values_list("digest", flat=True).first()
    if digest is None:
        EvaluationModel.objects.create(
            digest=model.digest,
            code=model.code,
            edition=model.edition,
            from_on=model.from_,
            text=model.text,
        )
    elif digest != model.digest:
        raise ModelChanged(model)


def _keep(rows: DuckDBPyConnection, model: Model, seen: _Seen, made: _Made) -> Run:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('evaluation_run', 'id'))")
        (number,) = cursor.fetchone()
    summed = Summed(rows)
    values = (
        f"{number} AS run",
        "uscc",
        "CAST(score AS VARCHAR) AS score",
        "grade",
        f"{TEXT} AS explanation",
    )
    copy_batches(summed.batches(*values), Target("evaluation_result", COLUMNS))
    kept = EvaluationRun(
        id=number,
        model_id=model.digest,
        catalogue=catalogue.edition(seen.position.on, settings.GONGXIN_CITY).code,
        on=seen.position.on,
        size=seen.position.size,
        engine=made.engine.value,
        is_of_all=made.only is None,
        organisations=summed.organisations,
        form=FORM,
        results=summed.digest,
        made_at=seen.at,
        made_by=made.by,
    )
    with writing() as head:
        kept.sequence = append_events(head, [_event(model, kept)]).size
        kept.save(force_insert=True)
    return Run(
        number, model.code, model.edition, kept.on, kept.size, kept.organisations, results=kept.results
    )


def _event(model: Model, kept: EvaluationRun) -> Event:
    content = {
        "model": model.code,
        "edition": model.edition,
        "digest": model.digest,
        "catalogue": kept.catalogue,
        "on": kept.on.isoformat(),
        "size": kept.size,
        "engine": kept.engine,
        "organisations": kept.organisations,
        "form": kept.form,
        "results": kept.results,
    }
    return Event(kind=KIND, item=KIND, uscc="", unit="", edition=kept.catalogue, content=content)
