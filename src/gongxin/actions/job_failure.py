"""Why a job failed, kept beside the queue, which keeps no reasons; and letting it try again."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from gongxin.store.models import JobFailure

LONGEST = 1000
FAILED = "failed"


class NothingToRetry(Exception):
    """The job has not failed, or is gone."""

    def __init__(self, job: int) -> None:
        super().__init__(
            f"任务 {job} 没有失败，或已重新排队，请刷新后查看。"
            f" / Job {job} has not failed, or waits again already; look again."
        )


def note_failures(call: Callable[[], Any], context: JobContext, _worker: object) -> Any:
    """Run a job; where it fails, write down why. Middleware of every task that a worker runs."""
    try:
        return call()
    except Exception as fault:
        note(context.job.id or 0, fault)
        raise


def note(job: int, fault: Exception) -> None:
    """Write down why a job failed: the words of a refusal, of anything else only its kind.

    The text of a fault may hold a row's content; the technical log has it, for those who run the platform.
    """
    is_refusal = type(fault).__module__.startswith("gongxin.") and " / " in str(fault)
    kind = type(fault).__name__
    said = (
        str(fault)
        if is_refusal
        else f"平台内部错误（{kind}），详情见技术日志。 / A fault of ours ({kind}); see the technical log."
    )
    JobFailure.objects.create(job=job, at=timezone.now(), said=said[:LONGEST])


def retry(job: int) -> None:
    """Let a failed job try again.

    Raises:
        NothingToRetry: it has not failed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s FOR UPDATE", [job])
        found = cursor.fetchone()
    if found is None or found[0] != FAILED:
        raise NothingToRetry(job)
    app.job_manager.retry_job_by_id(job, retry_at=timezone.now())
