"""Technical traces that have served their time: finished jobs and what the worker noted of them."""

import datetime

from django.db import connection

DONE = ("succeeded", "failed", "cancelled", "aborted")


def forget_jobs(*, before: datetime.datetime) -> int:
    """Remove jobs that ended before a moment; return how many. What they did to the record stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j WHERE j.status::text = ANY(%s) AND NOT EXISTS"
            " (SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %s)",
            [list(DONE), before],
        )
        return int(cursor.rowcount)
