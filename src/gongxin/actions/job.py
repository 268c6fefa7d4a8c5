"""What the worker does. PostgreSQL is the queue: a job exists only with the change that asked for it does."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongxin.actions import (
    case_document,
    code_fault,
    commitment_plan,
    evaluation,
    expiry,
    outbox,
    pull_run,
    reminder,
    repair_dispatch,
    reprojection,
    session,
    trial,
    upkeep,
)
from gongxin.actions.batch import BatchElsewhere, work_through
from gongxin.actions.pull import UnknownPull, ask_now
from gongxin.actions.taking import parameters
from gongxin.intake.unreadable import Unreadable

# Who receives a batch holds it a moment longer than the order to work on it can be seen.
AGAIN = RetryStrategy(wait=1, retry_exceptions=[BatchElsewhere])


@app.task(name="batch.work_through", queue="batch", retry=AGAIN)
def work_through_batch(batch: str, on: str) -> str:
    """Work on a received batch. An unreadable file is no failure of ours: the batch says so itself."""
    try:
        return str(work_through(UUID(batch), on=date.fromisoformat(on)).exit_code)
    except Unreadable as refusal:
        return str(refusal)


@app.periodic(cron="* * * * *")
@app.task(name="outbox.send", queue="outbox")
def send_outbox(timestamp: int = 0) -> str:
    """Send what is due: each minute, and at once where somebody waits for a code."""
    return str(dict(outbox.send_due()))


@app.periodic(cron="* * * * *")
@app.task(name="repair_dispatch.send", queue="outbox", queueing_lock="repair_dispatch.send")
def tell_of_repairs(timestamp: int = 0) -> str:
    """Tell other platforms of repairs, each minute."""
    return str(dict(repair_dispatch.send_due()))


@app.periodic(cron="0 0 * * *")
@app.task(name="reminder.send", queue="outbox")
def remind(timestamp: int) -> str:
    """Tell in time what comes due, each morning in China."""
    return str(reminder.remind(on=timezone.localtime(datetime.fromtimestamp(timestamp, UTC)).date()))


@app.periodic(cron="35 3 * * *")
@app.task(name="commitment_plan.replan", queue="outbox", queueing_lock="commitment_plan.replan")
def plan_verifications_anew(timestamp: int) -> str:
    """Count the due dates of open verifications by the calendar that now holds, each night."""
    return str(commitment_plan.replan(parameters=parameters()))


@app.periodic(cron="* * * * *")
@app.task(name="pull.due", queue="pull", queueing_lock="pull.due")
def ask_due_sources(timestamp: int) -> str:
    """Queue each source whose time has come, once however long the queue is."""
    waiting, on = pull_run.due(), timezone.localtime(datetime.fromtimestamp(timestamp, UTC)).date()
    for number in waiting:
        ask_now(number, on=on)
    return str(len(waiting))


@app.task(name="pull.run", queue="pull")
def ask_source(pull: int, on: str) -> str:
    """Ask one source. That it fails is noted with the source and tried again; it is no failure of the job."""
    try:
        return pull_run.run(pull, on=date.fromisoformat(on)).outcome
    except UnknownPull as refusal:
        return str(refusal)


@app.periodic(cron="30 3 * * *")
@app.task(name="code_fault.look", queue="code_fault", queueing_lock="code_fault.look")
def look_for_code_faults(timestamp: int = 0) -> str:
    """Look through the register for duplicate and erroneous codes, each night and when somebody asks."""
    return str(code_fault.look_for_faults())


@app.periodic(cron="*/5 * * * *")
@app.task(name="evaluation.renew", queue="evaluation", queueing_lock="evaluation.renew")
def renew_evaluations(timestamp: int) -> str:
    """Evaluate anew whose records were repaired, withdrawn or corrected, every five minutes."""
    return str(evaluation.renew(on=timezone.localtime(datetime.fromtimestamp(timestamp, UTC)).date()))


@app.task(name="trial.run", queue="evaluation")
def try_model(number: str) -> str:
    """Try an edition of a model over all organisations."""
    return trial.run(UUID(number))


@app.periodic(cron="50 3 * * *")
@app.task(name="session.forget", queue="session")
def forget_ended_sessions(timestamp: int = 0) -> str:
    """Remove sessions, tokens of programs and failed attempts that are over, each night."""
    return str(session.forget_ended())


@app.periodic(cron="5 16 * * *")
@app.task(name="reprojection.run", queue="outbox", queueing_lock="reprojection.run")
def count_terms_anew(timestamp: int) -> str:
    """Bring due dates up to the calendar that holds, soon after midnight in China."""
    moved = reprojection.reproject(on=timezone.localtime(datetime.fromtimestamp(timestamp, UTC)).date())
    return str(len(moved))


@app.periodic(cron="20 4 * * *")
@app.task(name="expiry.erase", queue="session", queueing_lock="expiry.erase")
def erase_expired(timestamp: int) -> str:
    """Erase what nobody may query any more and the city keeps no longer, each night."""
    return str(expiry.expire(on=timezone.localtime(datetime.fromtimestamp(timestamp, UTC)).date()))


@app.periodic(cron="40 3 * * *")
@app.task(name="case_document.sweep", queue="session", queueing_lock="case_document.sweep")
def sweep_documents(timestamp: int) -> str:
    """Remove evidence that belongs to no step, because whoever gave it was cut off, each night."""
    return str(case_document.sweep(before=datetime.fromtimestamp(timestamp, UTC) - timedelta(days=1)))


@app.periodic(cron="10 4 * * *")
@app.task(name="job.forget", queue="session")
def forget_old_jobs(timestamp: int = 0) -> str:
    """Remove jobs that ended long ago, each night."""
    before = timezone.now() - timedelta(days=settings.GONGXIN_KEEP_DAYS)
    return str(upkeep.forget_jobs(before=before))
