"""Which edition of a model is in use from when, what waits for a second person, and what was refused."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from django.conf import settings

from gongxin.evaluation.model import Model
from gongxin.evaluation.reader import models
from gongxin.queries.reading import Row, row, rows
from gongxin.store.models import ModelRelease


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A proposal to use an edition from a day; `said` is why it was refused."""

    id: UUID
    model: str
    edition: str
    digest: str
    trial_id: UUID
    effective_on: datetime.date
    reasons: str
    proposed_by: str
    proposed_at: datetime.datetime
    decided_by: str
    decided_at: datetime.datetime | None
    is_confirmed: bool
    said: str
    sequence: int | None

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None


COLUMNS = ", ".join(field.name for field in fields(ReleaseFacts))


def editions() -> Sequence[Model]:
    """Return every edition of every model as the files stand, by code and day."""
    return models(settings.GONGXIN_CITY)


def edition(model: str, code: str) -> Model | None:
    """Return one edition of a model as its file stands; None where it was taken away."""
    return next((one for one in editions() if (one.code, one.edition) == (model, code)), None)


def of_model(model: str) -> Sequence[ReleaseFacts]:
    """Return the proposals for a model, the newest first."""
    return _releases("WHERE model = %(model)s ORDER BY proposed_at DESC LIMIT 100", model=model)


def waiting() -> Sequence[ReleaseFacts]:
    """Return what waits for a second person."""
    return _releases("WHERE decided_at IS NULL ORDER BY proposed_at")


def in_use(model: str, on: datetime.date) -> ReleaseFacts | None:
    """Return the release that holds on a day."""
    return next(_in_use(on, model=model), None)


def all_in_use(on: datetime.date) -> Sequence[ReleaseFacts]:
    """Return for each model the release that holds on a day."""
    return [*_in_use(on)]


def one(release: UUID) -> ReleaseFacts | None:
    found = row(f"SELECT {COLUMNS} FROM model_release WHERE id = %(id)s", {"id": release})
    return _facts(found) if found else None


def _in_use(on: datetime.date, **narrowed: str) -> Iterator[ReleaseFacts]:
    found = ModelRelease.objects.filter(**narrowed).in_use(on)
    return map(_facts, found.values_list(*(field.name for field in fields(ReleaseFacts))))


def _releases(where: str, **values: object) -> Sequence[ReleaseFacts]:
    return [_facts(one) for one in rows(f"SELECT {COLUMNS} FROM model_release {where}", values)]


def _facts(found: Row) -> ReleaseFacts:
    return ReleaseFacts(*found)
