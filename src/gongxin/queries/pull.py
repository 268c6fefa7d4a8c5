"""Sources that the platform asks by itself, and how that went."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gongxin.queries.reading import Row, row, rows

COLUMNS = (
    "p.id, p.name, p.unit, coalesce(u.name, ''), p.item, p.kind, p.location, p.pattern, p.statement,"
    " p.secret, p.mapping::text, p.every_minutes, p.at, p.is_paused, p.made_by, p.last_run_at, p.next_run_at,"
    " p.failures, (SELECT r.said FROM pull_run r WHERE r.pull_id = p.id AND r.outcome = 'failed'"
    " ORDER BY r.id DESC LIMIT 1)"
)
FROM = "pull p LEFT JOIN unit u ON u.uscc = p.unit"
MAPPING = 10
RUNS = 50


@dataclass(frozen=True, slots=True)
class PullFacts:
    """A source; `last_failure` is why it failed last, also where it works again since."""

    id: int
    name: str
    unit: str
    unit_name: str
    item: str
    kind: str
    location: str
    pattern: str
    statement: str
    secret: str
    mapping: Mapping[str, Mapping[str, str]]
    every_minutes: int
    at: datetime.time | None
    is_paused: bool
    made_by: str
    last_run_at: datetime.datetime | None
    next_run_at: datetime.datetime
    failures: int
    last_failure: str | None


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One try."""

    started_at: datetime.datetime
    ended_at: datetime.datetime
    outcome: str
    file_name: str
    digest: str
    batch: UUID | None
    said: str


def pulls() -> tuple[PullFacts, ...]:
    """Return every source, those that fail first."""
    return tuple(
        _facts(found) for found in rows(f"SELECT {COLUMNS} FROM {FROM} ORDER BY p.failures DESC, p.name")
    )


def one(pull: int) -> PullFacts | None:
    """Return one source, or None."""
    found = row(f"SELECT {COLUMNS} FROM {FROM} WHERE p.id = %(id)s", {"id": pull})
    return _facts(found) if found else None


def named(name: str) -> PullFacts | None:
    """Return the source of this name, or None."""
    found = row(f"SELECT {COLUMNS} FROM {FROM} WHERE p.name = %(name)s", {"name": name})
    return _facts(found) if found else None


def runs(pull: int) -> tuple[RunFacts, ...]:
    """Return the newest tries."""
    sql = (
        "SELECT started_at, ended_at, outcome, file_name, digest, batch, said FROM pull_run"
        " WHERE pull_id = %(id)s ORDER BY id DESC LIMIT %(size)s"
    )
    return tuple(RunFacts(*found) for found in rows(sql, {"id": pull, "size": RUNS}))


def _facts(found: Row) -> PullFacts:
    said = list(found)
    said[MAPPING] = json.loads(said[MAPPING])  # as text: Django teaches its connections to leave jsonb unread
    return PullFacts(*said)
