"""Trials of editions of models, as those who decide read them."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gongxin.evaluation.trial import Trial
from gongxin.queries.reading import Row, row, rows

COLUMNS = (
    'id, model, edition, digest, against, "on", state, ordered_by, ordered_at, ended_at, size, said, result'
)


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """A trial; `result` is None until it is done, `said` is why it failed."""

    id: UUID
    model: str
    edition: str
    digest: str
    against: str
    on: datetime.date
    state: str
    ordered_by: str
    ordered_at: datetime.datetime
    ended_at: datetime.datetime | None
    size: int | None
    said: str
    counts: str | None  # as stored

    @property
    def result(self) -> Trial | None:
        return Trial.from_json(json.loads(self.counts)) if self.counts else None


def of_model(model: str) -> Sequence[TrialFacts]:
    """Return the trials of a model's editions, the newest first."""
    found = rows(
        f"SELECT {COLUMNS} FROM model_trial WHERE model = %(model)s ORDER BY ordered_at DESC LIMIT 50",
        {"model": model},
    )
    return [_facts(one) for one in found]


def one(trial: UUID) -> TrialFacts | None:
    found = row(f"SELECT {COLUMNS} FROM model_trial WHERE id = %(id)s", {"id": trial})
    return _facts(found) if found else None


def _facts(found: Row) -> TrialFacts:
    return TrialFacts(*found)
