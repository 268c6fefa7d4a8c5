"""`gongxin worker`: run the queued jobs; `gongxin serve` starts one, production starts its own."""

import os
import signal
import sys
import threading

import click

from gongxin.cli.main import with_database


@click.command()
@click.option("--attached", is_flag=True, hidden=True, help="stop when standard input closes")
def worker(attached: bool) -> None:
    """处理排队的任务（上传的文件等），直到收到停止信号。Run queued jobs until told to stop."""
    with_database()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from gongxin.actions import job_failure
    from gongxin.actions.credit_report_batch import requeue as requeue_reports
    from gongxin.actions.delivery import requeue
    from gongxin.actions.trial import requeue as requeue_trials

    requeue()
    requeue_reports()
    requeue_trials()
    if attached:
        threading.Thread(target=_stop_with_parent, daemon=True).start()
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as running:
        running.run_worker(
            concurrency=1, fetch_job_polling_interval=1.0, task_middleware=[job_failure.note_failures]
        )


def _stop_with_parent() -> None:
    """Wait for the end of standard input, which comes when the parent ends, however it ends."""
    # Not through sys.stdin: its lock, held by this thread, would abort the interpreter's own end.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
