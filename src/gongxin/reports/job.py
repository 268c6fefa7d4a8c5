"""Jobs that read and write: what a page or a program asked for and would take too long to wait for."""

from uuid import UUID

from procrastinate.contrib.django import app

from gongxin.reports import delivery as deliveries
from gongxin.reports import query as queries


@app.task(name="query.work_through", queue="query")
def work_through_query(query: str) -> None:
    """Answer a large government query."""
    queries.work_through(UUID(query))


@app.task(name="delivery.work_through", queue="delivery")
def work_through_delivery(delivery: str) -> str:
    """Work on a delivery. That its contract ends meanwhile is no failure: the delivery says so itself."""
    return deliveries.work_through(UUID(delivery))
