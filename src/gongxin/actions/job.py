"""What the worker does. PostgreSQL is the queue: a job exists only with the change that asked for it does."""

from datetime import date
from uuid import UUID

from procrastinate.contrib.django import app

from gongxin.actions import outbox
from gongxin.actions.batch import BatchElsewhere, work_through
from gongxin.intake.unreadable import Unreadable


@app.task(name="batch.work_through", queue="batch")
def work_through_batch(batch: str, on: str) -> str:
    """Work on a received batch. An unreadable file is no failure of ours: the batch says so itself."""
    try:
        return str(work_through(UUID(batch), on=date.fromisoformat(on)).exit_code)
    except (Unreadable, BatchElsewhere) as refusal:
        return str(refusal)


@app.periodic(cron="* * * * *")
@app.task(name="outbox.send", queue="outbox")
def send_outbox(timestamp: int = 0) -> str:
    """Send what is due: each minute, and at once where somebody waits for a code."""
    return str(dict(outbox.send_due()))
