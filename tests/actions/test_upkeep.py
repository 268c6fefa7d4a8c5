"""Finished jobs are kept for a while and then forgotten; what waits stays."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from gongxin.actions.upkeep import forget_jobs

NOW = timezone.now()


def job(status, days_ago):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, status, attempts, args)"
            " VALUES ('batch', 'x', 0, 'todo', 0, '{}') RETURNING id"
        )
        (number,) = cursor.fetchone()
        for step in ("doing", status) if status != "todo" else ():
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [step, number])
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [NOW - timedelta(days_ago), number]
        )
    return number


def left():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs")
        return {number for (number,) in cursor.fetchall()}


def test_only_what_ended_long_ago_is_forgotten(db):
    old, failed, recent, waiting = (
        job("succeeded", 300),
        job("failed", 300),
        job("succeeded", 3),
        job("todo", 300),
    )

    assert forget_jobs(before=NOW - timedelta(200)) == 2
    assert left() == {recent, waiting}
    assert {old, failed} & left() == set()
