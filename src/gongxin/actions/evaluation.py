"""Evaluate organisations by a model, and keep the results with their explanation for good."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import pyarrow
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from duckdb import DuckDBPyConnection

from gongxin.actions.event import Event, append_events
from gongxin.actions.log import writing
from gongxin.catalogue import reader as catalogue
from gongxin.disclosure.moment import moment
from gongxin.evaluation.compiler import program
from gongxin.evaluation.counting import Position
from gongxin.evaluation.model import Model
from gongxin.evaluation.reader import in_force, models
from gongxin.law.parameter import load_parameters
from gongxin.store.copy import BATCH, Target, copy_batches
from gongxin.store.evaluating import gathered
from gongxin.store.models import Checkpoint, EvaluationForgotten, EvaluationModel, EvaluationRun

COLUMNS = ("run", "uscc", "score", "grade", "explanation")
# A line for each organisation: what the digest of a run is of.
LINE = (
    "'[\"' || uscc || '\",\"' || CAST(score AS VARCHAR) || '\",\"' || grade || '\",'"
    " || explanation || ']' || chr(10)"
)


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


def run(
    code: str,
    *,
    on: date,
    by: str = "",
    known_at: datetime | None = None,
    usccs: Collection[str] | None = None,
) -> Run:
    """Evaluate by the edition in force on a day, and keep the results; `usccs` None: everybody it is for.

    `known_at` is the moment whose ledger is looked at; None: now.

    Raises:
        UnknownModel: no edition is in force that day.
        NotYet: the day or the moment lies ahead.
        ModelChanged: the edition's file is not what it was when first used.
        ParameterUnset: the model needs a legal number that the city has not decided.
    """
    moment(on, known_at, now=timezone.localtime())
    model = in_force(code, on, models(settings.GONGXIN_CITY))
    edition = catalogue.edition(on, settings.GONGXIN_CITY)
    parameters = load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    position, seen_at = _position(on, known_at)
    made = program(model, edition, on, parameters=parameters)
    with gathered([made], position, usccs=usccs) as rows:
        rows.execute(f"CREATE TABLE result AS {made.sql}")
        with transaction.atomic():
            _keep_model(model)
            return _keep(rows, _Kept(model, edition.code, position, seen_at, by, usccs is None))


def forget(uscc: str) -> None:
    """Let an organisation's results hold no longer: what they rest on was repaired, withdrawn or corrected.

    Called within the transaction of the step; the results are renewed by the next job.
    """
    EvaluationForgotten.objects.create(uscc=uscc, at=timezone.now())


def renew(*, on: date) -> int:
    """Evaluate anew those whose results were forgotten, by every model with results; return how many."""
    now = timezone.now()
    waiting = EvaluationForgotten.objects.filter(renewed_at=None, at__lte=now)
    usccs = sorted(set(waiting.values_list("uscc", flat=True)))
    if not usccs:
        return 0
    for code in sorted(set(EvaluationRun.objects.values_list("model__code", flat=True))):
        run(code, on=on, usccs=usccs)
    waiting.filter(uscc__in=usccs).update(renewed_at=now)
    return len(usccs)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What all results of a run share."""

    model: Model
    catalogue: str
    position: Position
    seen_at: datetime
    by: str
    is_of_all: bool


def _position(on: date, known_at: datetime | None) -> tuple[Position, datetime]:
    """The position of the log, and the moment: no step of the ledger is under way just then."""
    with writing() as head:
        if known_at is None:
            return Position(on, head.size), head.now
    then = Checkpoint.objects.filter(signed_at__lte=known_at).order_by("-signed_at", "-size")
    return Position(on, then.values_list("size", flat=True).first() or 0), known_at


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


def _keep(rows: DuckDBPyConnection, kept: _Kept) -> Run:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('evaluation_run', 'id'))")
        (number,) = cursor.fetchone()
    summed = _Summed(rows, number)
    copy_batches(summed.batches(), Target("evaluation_result", COLUMNS))
    told = {
        "model": kept.model.code,
        "edition": kept.model.edition,
        "digest": kept.model.digest,
        "catalogue": kept.catalogue,
        "on": kept.position.on.isoformat(),
        "size": kept.position.size,
        "organisations": summed.organisations,
        "results": summed.digest,
    }
    with writing() as head:
        event = Event(kind="evaluation", item="", uscc="", unit="", edition=kept.catalogue, content=told)
        sequence = append_events(head, [event]).size
    EvaluationRun.objects.create(
        id=number,
        model_id=kept.model.digest,
        catalogue=kept.catalogue,
        on=kept.position.on,
        size=kept.position.size,
        engine="duckdb",
        is_of_all=kept.is_of_all,
        organisations=summed.organisations,
        results=summed.digest,
        made_at=kept.seen_at,
        made_by=kept.by,
        sequence=sequence,
    )
    return Run(
        number,
        kept.model.code,
        kept.model.edition,
        kept.position.on,
        kept.position.size,
        summed.organisations,
        summed.digest,
    )


class _Summed:
    """The results in order of their codes, counted and digested while they pass."""

    def __init__(self, rows: DuckDBPyConnection, number: int) -> None:
        self._rows, self._number = rows, number
        self._digest = sha256()
        self.organisations = 0

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()

    def batches(self) -> Iterator[pyarrow.RecordBatch]:
        select = (
            f"SELECT {self._number} AS run, uscc, CAST(score AS VARCHAR) AS score, grade, explanation,"
            f" {LINE} AS line FROM result ORDER BY uscc"
        )
        for batch in self._rows.sql(select).to_arrow_reader(BATCH):
            self.organisations += batch.num_rows
            self._digest.update("".join(batch["line"].to_pylist()).encode())
            yield batch.select(COLUMNS)
