"""Jobs that read and write: what a page or a program asked for and would take too long to wait for."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from gongxin.actions import delivery as delivery_actions
from gongxin.actions import query as query_actions
from gongxin.queries import query as query_facts
from gongxin.reports import alarm as alarms
from gongxin.reports import credit_report_batch as report_batches
from gongxin.reports import delivery as deliveries
from gongxin.reports import oversight, recognition
from gongxin.reports import query as queries
from gongxin.reports import warning as warnings


@app.task(name="query.work_through", queue="query")
def work_through_query(query: str) -> None:
    """Answer a large government query."""
    queries.work_through(UUID(query))


@app.periodic(cron="*/15 * * * *")
@app.task(name="alarm.judge", queue="alarm", queueing_lock="alarm.judge")
def judge_looks(timestamp: int) -> str:
    """Judge the looks of the day, and again those of the day before, whose last came after its judging."""
    today = _day_of(timestamp)
    return str(sum(alarms.raise_for(day) for day in (today - timedelta(days=1), today)))


@app.periodic(cron="*/10 * * * *")
@app.task(name="query.resume", queue="query", queueing_lock="query.resume")
def resume_queries(timestamp: int) -> str:
    """Answer large queries whose worker was killed; one that is under way elsewhere is answered once only."""
    before = datetime.fromtimestamp(timestamp, UTC) - timedelta(minutes=10)
    waiting = query_facts.left_waiting(before=before, rows_above=query_actions.AT_ONCE)
    for query in waiting:
        queries.work_through(query)
    return str(len(waiting))


@app.periodic(cron="10 3 * * *")
@app.task(name="query.forget", queue="query", queueing_lock="query.forget")
def forget_answers(timestamp: int) -> str:
    """Empty the kept answers whose time is over."""
    return str(query_actions.forget_answers(_day_of(timestamp)))


def _day_of(timestamp: int) -> date:
    """Return the day on which a periodic job was due."""
    return datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE)).date()


@app.task(name="delivery.work_through", queue="delivery")
def work_through_delivery(delivery: str) -> str:
    """Work on a delivery. That its contract ends meanwhile is no failure: the delivery says so itself."""
    return deliveries.work_through(UUID(delivery))


@app.periodic(cron="20 3 * * *")
@app.task(name="delivery.forget", queue="delivery", queueing_lock="delivery.forget")
def forget_deliveries(timestamp: int) -> str:
    """Remove the files of deliveries whose contract is over, each night."""
    return str(delivery_actions.forget_files(on=_day_of(timestamp)))


@app.periodic(cron="10 4 * * *")
@app.task(name="credit_report.sweep", queue="credit_report", queueing_lock="credit_report.sweep")
def sweep_reports(timestamp: int) -> str:
    """Remove the files of reports whose facts have changed, each night."""
    return str(recognition.sweep(on=_day_of(timestamp)))


@app.periodic(cron="30 22 * * *")
@app.task(name="warning.raise", queue="warning", queueing_lock="warning.raise")
def raise_warnings(timestamp: int) -> str:
    """Link tasks of inspection to their results and warn units, each morning in China."""
    return str(warnings.raise_for(_day_of(timestamp)))


@app.periodic(cron="50 15 * * *")
@app.task(name="oversight.keep", queue="evaluation", queueing_lock="oversight.keep")
def keep_oversight(timestamp: int) -> str:
    """Keep the indicators of oversight as the day ends in China."""
    return str(oversight.keep_for(_day_of(timestamp)))


@app.task(name="oversight.work_out", queue="evaluation")
def work_oversight_out(on: str) -> str:
    """Keep the indicators of oversight because somebody asked."""
    return str(oversight.keep_for(date.fromisoformat(on)))


@app.task(name="credit_report_batch.work_through", queue="credit_report")
def work_through_report_batch(batch: str) -> str:
    """Issue the reports of a batch; taken up again it goes on with what is left."""
    return str(report_batches.work_through(UUID(batch), clock=timezone.now))
