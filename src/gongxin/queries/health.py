"""What the database says of its own state."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from gongxin.queries.reading import row, rows


@dataclass(frozen=True, slots=True)
class LogHead:
    """Where log and ledger end; both at one place, or something is wrong. `note`: empty before the first."""

    size: int
    last: int
    note: str


@dataclass(frozen=True, slots=True)
class QueueState:
    """Jobs by status, how long the oldest due one waits, and when a worker was last heard of."""

    jobs: Mapping[str, int]
    oldest: datetime.timedelta
    heard: datetime.timedelta | None  # None: never


@dataclass(frozen=True, slots=True)
class ServerState:
    """`version` as PostgreSQL numbers it; `ahead` is how far its clock is before ours."""

    version: int
    ahead: datetime.timedelta
    role: str
    is_superuser: bool
    may_rewrite: bool  # the role could change or delete entries of the ledger


def ledger_size() -> int:
    """Return the number of entries; a broken or missing database raises."""
    found = row("SELECT coalesce(max(size), 0) FROM log_checkpoint")
    assert found is not None
    return int(found[0])


def log_head() -> LogHead:
    found = row(
        "SELECT coalesce((SELECT max(size) FROM log_checkpoint), 0),"
        " coalesce((SELECT max(sequence) FROM entry), 0),"
        " coalesce((SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1), '')"
    )
    assert found is not None
    return LogHead(*found)


def queue_state(now: datetime.datetime) -> QueueState:
    jobs: dict[str, int] = dict(rows("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"))
    found = row(
        "SELECT (SELECT max(%(now)s - coalesce(j.scheduled_at, e.at)) FROM procrastinate_jobs j"
        "  LEFT JOIN LATERAL (SELECT min(at) AS at FROM procrastinate_events WHERE job_id = j.id) e ON true"
        "  WHERE j.status = 'todo' AND coalesce(j.scheduled_at, %(now)s) <= %(now)s),"
        " (SELECT %(now)s - max(last_heartbeat) FROM procrastinate_workers)",
        {"now": now},
    )
    assert found is not None
    nothing = datetime.timedelta(0)
    return QueueState(jobs, max(found[0] or nothing, nothing), found[1])


def server_state(now: datetime.datetime) -> ServerState:
    found = row(
        "SELECT current_setting('server_version_num')::int,"
        " clock_timestamp() - %(now)s::timestamptz, current_user,"
        " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
        " has_table_privilege('entry', 'DELETE') OR has_column_privilege('entry', 'content', 'UPDATE')",
        {"now": now},
    )
    assert found is not None
    return ServerState(*found)


def outbox_waiting() -> int:
    """Return how many messages wait to be sent."""
    found = row("SELECT count(*) FROM outbox WHERE next_at IS NOT NULL")
    assert found is not None
    return int(found[0])
