"""Evaluations worked out without keeping anything: to look, or to see whether a kept one comes out again."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from gongxin.catalogue import reader as catalogue
from gongxin.catalogue.edition import Edition
from gongxin.engine.engine import Engine
from gongxin.evaluation.compiler import program
from gongxin.evaluation.counting import Position
from gongxin.evaluation.explanation import FORM, TEXT, Contribution, contributions
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.model import Model
from gongxin.evaluation.reader import in_force, models
from gongxin.law.parameter import load_parameters
from gongxin.queries.evaluation import used_model
from gongxin.queries.reading import row
from gongxin.store.evaluating import Summed, evaluate, gathered


@dataclass(frozen=True, slots=True)
class Asked:
    """A model, the day, the moment whose ledger is looked at (None: now), and the engine."""

    model: str
    on: datetime.date
    known_at: datetime.datetime | None = None
    engine: Engine = Engine.DUCKDB


@dataclass(frozen=True, slots=True)
class Computed:
    """What a model comes to over everybody; `results` is the digest that a run of it would keep."""

    model: Model
    catalogue: str
    position: Position
    organisations: int
    results: str
    grades: Mapping[Grade, int]


@dataclass(frozen=True, slots=True)
class ComputedOne:
    """What a model comes to for one organisation."""

    model: Model
    catalogue: str
    position: Position
    uscc: str
    score: Decimal
    grade: Grade
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A kept run worked out anew; `erased` entries that it saw have lawfully lost their content since."""

    run: int
    results: str
    again: str
    erased: int

    @property
    def is_same(self) -> bool:
        return self.results == self.again


class NotEvaluated(Exception):
    """The model is not for this organisation."""

    def __init__(self, uscc: str, model: Model) -> None:
        super().__init__(
            f"{uscc} 不在“{model.name.zh}”的评价对象中：未登记，或主体类别、登记状态、行业不符。"
            f" / {model.name.en} is not for {uscc}: not registered, or of another kind, status or industry."
        )


class NoSuchRun(Exception):
    """Nothing was kept under this number."""

    def __init__(self, run: int) -> None:
        super().__init__(f"没有编号为 {run} 的评价。 / There is no evaluation number {run}.")


class EarlierForm(Exception):
    """The digest of a run is of results in a form that is not made any more."""

    def __init__(self, run: int) -> None:
        super().__init__(
            f"评价 {run} 的结果摘要按旧格式计算，无法再逐字节比较。请重新评价一次，以新的评价为准。"
            f" / The digest of evaluation {run} is of an earlier form of results, which is not made any more."
            " Evaluate again, and verify that one."
        )


def computed(asked: Asked) -> Computed:
    """Return what a model comes to over everybody.

    Raises:
        UnknownModel: no edition is in force that day.
    """
    model, edition, position = _found(asked)
    made = program(model, edition, asked.on, parameters=load_parameters(*settings.GONGXIN_CITY_FOLDERS))
    with gathered([made], position) as rows:
        evaluate(rows, made, asked.engine)
        counted = dict(rows.execute("SELECT grade, count(*) FROM result GROUP BY grade").fetchall())
        summed = Summed(rows)
        digest = summed.through()
    grades = {grade: counted.get(grade.value, 0) for grade in Grade}
    return Computed(model, edition.code, position, summed.organisations, digest, grades)


def computed_for(uscc: str, asked: Asked) -> ComputedOne:
    """Return what a model comes to for one organisation.

    Raises:
        NotEvaluated: the model is not for it.
        UnknownModel: no edition is in force that day.
    """
    found = next(computed_each(asked, usccs=[uscc]), None)
    if found is None:
        raise NotEvaluated(uscc, _found(asked)[0])
    return found


def computed_each(asked: Asked, *, usccs: Sequence[str] | None = None) -> Iterator[ComputedOne]:
    """Yield what a model comes to for each organisation by code; for these only, where some are named.

    Raises:
        UnknownModel: no edition is in force that day.
    """
    model, edition, position = _found(asked)
    made = program(model, edition, asked.on, parameters=load_parameters(*settings.GONGXIN_CITY_FOLDERS))
    with gathered([made], position, usccs=usccs) as rows:
        evaluate(rows, made, asked.engine)
        found = rows.execute(f"SELECT uscc, score, grade, {TEXT} FROM result ORDER BY uscc")
        while several := found.fetchmany(10_000):
            for uscc, score, grade, explanation in several:
                told = contributions(model, explanation)
                yield ComputedOne(model, edition.code, position, uscc, score, Grade(grade), told)


def recomputed(run: int, *, engine: Engine = Engine.DUCKDB) -> Recomputed:
    """Work out a kept run of everybody anew: by the model as it was, at the same position of the log.

    Raises:
        NoSuchRun
        EarlierForm
    """
    found = row(
        'SELECT model, catalogue, "on", size, results, form FROM evaluation_run'
        " WHERE id = %(run)s AND is_of_all",
        {"run": run},
    )
    if found is None:
        raise NoSuchRun(run)
    digest, code, on, size, results, form = found
    if form != FORM:
        raise EarlierForm(run)
    model, position = used_model(digest), Position(on, size)
    made = program(model, _edition(code, on), on, parameters=load_parameters(*settings.GONGXIN_CITY_FOLDERS))
    with gathered([made], position) as rows:
        evaluate(rows, made, engine)
        again = Summed(rows).through()
    return Recomputed(run, results, again, _erased(size))


def newest_run(model: str, on: datetime.date) -> int | None:
    """Return the number of the newest run over everybody that a day knows of."""
    found = row(
        "SELECT n.id FROM evaluation_run n JOIN evaluation_model m ON m.digest = n.model"
        ' WHERE m.code = %(model)s AND n."on" <= %(on)s AND n.is_of_all'
        ' ORDER BY n."on" DESC, n.id DESC LIMIT 1',
        {"model": model, "on": on},
    )
    return found[0] if found else None


def _found(asked: Asked) -> tuple[Model, Edition, Position]:
    model = in_force(asked.model, asked.on, models(settings.GONGXIN_CITY))
    size = row(
        "SELECT max(size) FROM log_checkpoint"
        " WHERE signed_at <= coalesce(%(known_at)s::timestamptz, 'infinity')",
        {"known_at": asked.known_at},
    )
    position = Position(asked.on, size[0] or 0 if size else 0)
    return model, catalogue.edition(asked.on, settings.GONGXIN_CITY), position


def _edition(code: str, on: datetime.date) -> Edition:
    """The edition of the catalogue that a run was made with, or the one in force on its day."""
    known = {one.code: one for one in catalogue.editions(settings.GONGXIN_CITY)}
    return known.get(code) or catalogue.edition(on, settings.GONGXIN_CITY)


def _erased(size: int) -> int:
    found = row(
        "SELECT count(*) FROM entry WHERE sequence <= %(size)s AND content IS NULL AND kind = 'record'",
        {"size": size},
    )
    return found[0] if found else 0
