"""The queue as those see it who run the platform."""

import datetime
from dataclasses import dataclass

from gongxin.queries.reading import rows

LARGEST = 200
UNDONE = ("todo", "doing", "failed", "aborted")


@dataclass(frozen=True, slots=True)
class JobFacts:
    """A job; `attempts` counts the tries that are over, `said` is why the last one failed."""

    id: int
    queue: str
    task: str
    state: str
    attempts: int
    scheduled_at: datetime.datetime | None
    deferred_at: datetime.datetime | None
    last_at: datetime.datetime | None
    said: str | None


def jobs(*, state: str = "", task: str = "") -> tuple[JobFacts, ...]:
    """Return jobs of a state, or all that are not done; failed ones first, then the newest."""
    sql = (
        "SELECT j.id, j.queue_name, j.task_name, j.status::text, j.attempts, j.scheduled_at,"
        " (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id),"
        " (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id),"
        " (SELECT f.said FROM job_failure f WHERE f.job = j.id ORDER BY f.at DESC LIMIT 1)"
        " FROM (SELECT * FROM procrastinate_jobs"
        " WHERE (%(state)s = '' AND status::text = ANY(%(undone)s) OR status::text = %(state)s)"
        " AND (%(task)s = '' OR task_name = %(task)s)"
        " ORDER BY status = 'failed' DESC, id DESC LIMIT %(size)s) j"
        " ORDER BY j.status = 'failed' DESC, j.id DESC"
    )
    return tuple(
        JobFacts(*found)
        for found in rows(sql, {"state": state, "task": task, "size": LARGEST, "undone": list(UNDONE)})
    )


def counts() -> dict[str, int]:
    """Return how many jobs are in each state."""
    return dict(rows("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1"))


def tasks() -> tuple[str, ...]:
    """Return the kinds of job there are."""
    return tuple(name for (name,) in rows("SELECT DISTINCT task_name FROM procrastinate_jobs ORDER BY 1"))
