"""Results of evaluations: the grade, why, and how it came about over the years."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.policy import SIGHT, Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.evaluation.explanation import Contribution, contributions
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.model import Model
from gongxin.evaluation.reader import in_force, kept_model
from gongxin.evaluation.reader import models as declared
from gongxin.evaluation.result import result_id
from gongxin.law.label import Label
from gongxin.queries.entry import shown_entry
from gongxin.queries.entry_row import COLUMNS, NAMES
from gongxin.queries.reading import Row, row, rows
from gongxin.queries.shown_entry import ShownEntry

AT_ONCE = 20_000
# Results stand from the newest run over everybody on: who is not in it has none, until a later one of a few.
KNOWN = "n.on <= %(on)s AND (%(known_at)s::timestamptz IS NULL OR n.made_at <= %(known_at)s)"
BASE = (
    "WITH base AS (SELECT DISTINCT ON (m.code) m.code, n.on, n.id FROM evaluation_run n"
    f" JOIN evaluation_model m ON m.digest = n.model WHERE {KNOWN} AND n.is_of_all"
    " ORDER BY m.code, n.on DESC, n.id DESC)"
)
STANDING = (
    "FROM evaluation_result r JOIN evaluation_run n ON n.id = r.run JOIN evaluation_model m"
    f" ON m.digest = n.model WHERE {KNOWN}"
    " AND NOT EXISTS (SELECT FROM base b WHERE b.code = m.code AND (n.on, n.id) < (b.on, b.id))"
)
OF_MODEL = f"{STANDING} AND m.code = %(model)s"
NEWEST = "n.on DESC, n.id DESC"
FACTS = "r.run, m.digest, n.on, n.made_at, n.size, n.catalogue, r.score, r.grade, r.explanation"


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """An entry that counted, and its record as the viewer sees it today; None: not there, for the viewer."""

    sequence: int
    record: UUID
    item: str
    decided_on: datetime.date | None
    shown: ShownEntry | None


@dataclass(frozen=True, slots=True)
class Reason:
    """An indicator or veto with the entries behind it."""

    contribution: Contribution
    entries: tuple[CountedEntry, ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result of one organisation; `id` is what an objection to it is about.

    `is_stale`: something it rests on was repaired, withdrawn or corrected since, and it is being renewed.
    """

    id: UUID
    run: int
    uscc: str
    model: Model
    on: datetime.date
    made_at: datetime.datetime
    size: int
    catalogue: str
    score: Decimal
    grade: Grade
    reasons: tuple[Reason, ...]
    is_stale: bool

    @property
    def disclosure(self) -> Disclosure:
        return self.model.disclosure

    @property
    def name(self) -> Label:
        return self.model.name


@dataclass(frozen=True, slots=True)
class Standing:
    """A grade as it stands, without its reasons; `sequence` is the ledger entry of its run."""

    model: Model
    run: int
    sequence: int
    on: datetime.date
    score: Decimal
    grade: Grade

    def as_json(self) -> dict[str, object]:
        return {
            "model": self.model.code,
            "edition": self.model.edition,
            "name": self.model.name.zh,
            "name_en": self.model.name.en,
            "on": self.on.isoformat(),
            "score": str(self.score),
            "grade": self.grade.value,
            "grade_name": self.grade.label.zh,
            "sequence": self.sequence,
        }


@dataclass(frozen=True, slots=True)
class Point:
    """One result among those of the years."""

    run: int
    edition: str
    on: datetime.date
    score: Decimal
    grade: Grade


def models(on: datetime.date) -> tuple[Model, ...]:
    """Return the edition in force of every model."""
    known = declared(settings.GONGXIN_CITY)
    return tuple(in_force(code, on, known) for code in sorted({one.code for one in known if one.from_ <= on}))


def asked(model: str, on: datetime.date) -> dict[str, object]:
    """Return what OF_MODEL binds for the results of a model that stand on a day."""
    return {"model": model, "on": on, "known_at": None}


def grade_of(uscc: str, model: str, on: datetime.date) -> Grade | None:
    """Return the grade that an organisation has on a day; None where it has none by the model."""
    found = row(
        f"{BASE} SELECT r.grade {OF_MODEL} AND r.uscc = %(uscc)s ORDER BY {NEWEST} LIMIT 1",
        {**asked(model, on), "uscc": uscc},
    )
    return Grade(found[0]) if found else None


def standing(
    codes: Collection[str],
    on: datetime.date,
    *,
    viewer: Viewer,
    known_at: datetime.datetime | None = None,
) -> Mapping[str, tuple[Standing, ...]]:
    """Return the grades that organisations have on a day by every model whose results the viewer may see.

    `known_at` leaves out what was evaluated after that moment.
    """
    found = rows(
        f"{BASE} SELECT DISTINCT ON (r.uscc, m.code) r.uscc, m.digest, r.run, n.sequence, n.on, r.score,"
        f" r.grade {STANDING} AND r.uscc = ANY(%(codes)s) ORDER BY r.uscc, m.code, {NEWEST}",
        {"codes": [*codes], "on": on, "known_at": known_at},
    )
    told: dict[str, tuple[Standing, ...]] = {}
    for uscc, digest, run, sequence, day, score, grade in found:
        model = used_model(digest)
        if model.disclosure in SIGHT[viewer.capacity].disclosures:
            one = Standing(model, run, sequence, day, score, Grade(grade))
            told[uscc] = (*told.get(uscc, ()), one)
    return told


def grades(model: str, on: datetime.date) -> Iterator[tuple[str, Grade]]:
    """Yield code and grade of everybody with a grade on a day, in order of the codes."""
    sql = f"{BASE} SELECT DISTINCT ON (r.uscc) r.uscc, r.grade {OF_MODEL} ORDER BY r.uscc, {NEWEST}"
    connection.ensure_connection()
    with transaction.atomic(), connection.connection.cursor("grades") as cursor:
        cursor.itersize = AT_ONCE
        for uscc, grade in cursor.execute(sql, asked(model, on)):
            yield uscc, Grade(grade)


def distribution(model: str, on: datetime.date) -> Mapping[Grade, int]:
    """Return how many have each grade on a day, the best first."""
    found: dict[str, int] = dict(
        rows(
            f"{BASE} SELECT grade, count(*) FROM (SELECT DISTINCT ON (r.uscc) r.grade {OF_MODEL}"
            f" ORDER BY r.uscc, {NEWEST}) g GROUP BY grade",
            asked(model, on),
        )
    )
    return {grade: found.get(grade, 0) for grade in Grade}


def result(uscc: str, model: str, on: datetime.date, *, viewer: Viewer | None = None) -> ResultView | None:
    """Return the result that stands on a day, with every reason; None where there is none.

    `viewer` sees the entries named or does not; None: the organisation itself.
    """
    found = row(
        f"{BASE} SELECT {FACTS} {OF_MODEL} AND r.uscc = %(uscc)s ORDER BY {NEWEST} LIMIT 1",
        {**asked(model, on), "uscc": uscc},
    )
    return _view(uscc, found, viewer or Viewer.organisation(uscc), on) if found else None


def result_of(uscc: str, id: UUID, on: datetime.date, *, viewer: Viewer | None = None) -> ResultView | None:
    """Return the result of an organisation that a case is about; None where it has none of this name."""
    found = rows(
        f"SELECT {FACTS} FROM evaluation_result r JOIN evaluation_run n ON n.id = r.run"
        " JOIN evaluation_model m ON m.digest = n.model WHERE r.uscc = %(uscc)s",
        {"uscc": uscc},
    )
    named = next((one for one in found if result_id(one[0], uscc) == id), None)
    return _view(uscc, named, viewer or Viewer.organisation(uscc), on) if named else None


def history(uscc: str, model: str) -> tuple[Point, ...]:
    """Return every result by the model, oldest first; of one day the last."""
    found = rows(
        "SELECT DISTINCT ON (n.on) r.run, m.edition, n.on, r.score, r.grade FROM evaluation_result r"
        " JOIN evaluation_run n ON n.id = r.run JOIN evaluation_model m ON m.digest = n.model"
        " WHERE r.uscc = %(uscc)s AND m.code = %(model)s ORDER BY n.on, n.id DESC",
        {"uscc": uscc, "model": model},
    )
    return tuple(Point(run, edition, on, score, Grade(grade)) for run, edition, on, score, grade in found)


def _view(uscc: str, found: Row, viewer: Viewer, on: datetime.date) -> ResultView:
    run, digest, day, made_at, size, catalogue, score, grade, explanation = found
    model = used_model(digest)
    told = contributions(model, explanation)
    counted = _entries([sequence for one in told for sequence in one.entries], viewer, on)
    return ResultView(
        id=result_id(run, uscc),
        run=run,
        uscc=uscc,
        model=model,
        on=day,
        made_at=made_at,
        size=size,
        catalogue=catalogue,
        score=score,
        grade=Grade(grade),
        reasons=tuple(Reason(one, tuple(counted[sequence] for sequence in one.entries)) for one in told),
        is_stale=row(STALE, {"uscc": uscc, "made_at": made_at}) is not None,
    )


STALE = "SELECT 1 FROM evaluation_forgotten WHERE uscc = %(uscc)s AND at >= %(made_at)s LIMIT 1"


@lru_cache(maxsize=64)
def used_model(digest: str) -> Model:
    """Return an edition as it was when it was first used, whatever became of its file."""
    found = row("SELECT text FROM evaluation_model WHERE digest = %(digest)s", {"digest": digest})
    assert found is not None, digest
    return kept_model(found[0])


def _entries(sequences: Sequence[int], viewer: Viewer, on: datetime.date) -> Mapping[int, CountedEntry]:
    facts = rows(
        "SELECT sequence, record, item, decided_on FROM entry WHERE sequence = ANY(%(sequences)s)",
        {"sequences": list(sequences)},
    )
    sight = condition(viewer, on=on)
    seen = rows(
        f"SELECT {COLUMNS} FROM entry e {NAMES} WHERE e.record = ANY(%(records)s) AND {sight.sql}",
        {**sight.values, "records": [record for _, record, _, _ in facts]},
    )
    shown = {one.record: one for one in (shown_entry(found, viewer, with_fields=False) for found in seen)}
    return {
        sequence: CountedEntry(sequence, record, item, decided_on, shown.get(record))
        for sequence, record, item, decided_on in facts
    }
