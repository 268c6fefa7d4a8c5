"""Periodic jobs of queries: what a killed worker left is answered, and a day is judged by when it was due."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongxin.actions.query import AT_ONCE, Asked, asked_row, receive
from gongxin.queries import query
from gongxin.queries.matter import by_code
from gongxin.reports.job import judge_looks, resume_queries
from gongxin.store.models import Entry, Query

SHOP, MARKET = "91310000MA0000015F", "11310000000000035N"


def received(count):
    on = timezone.localdate()
    rows = [asked_row(place, SHOP) for place in range(1, count + 1)]
    return receive(
        Asked(
            unit=MARKET, account="clerk", channel="file", matter="bidding",
            edition=by_code("bidding", on).edition,
            purpose="评标", case_number="1", on=on, rows=rows,
        )
    )  # fmt: skip


@pytest.mark.django_db
def test_a_large_query_that_nobody_works_on_is_answered_after_a_while():
    large, small = received(AT_ONCE + 1), received(1)
    now = int(timezone.now().timestamp())

    assert resume_queries(timestamp=now) == "0"
    Query.objects.update(received_at=timezone.now() - timedelta(minutes=11))
    assert resume_queries(timestamp=now) == "1"
    assert resume_queries(timestamp=now) == "0"

    assert query.one(large, account="clerk").is_answered
    assert not query.one(small, account="clerk").is_answered
    assert Entry.objects.filter(kind="query").count() == 1


@pytest.mark.django_db
def test_the_looks_are_judged_for_the_day_on_which_the_job_was_due():
    assert judge_looks(timestamp=int(timezone.now().timestamp())) == "0"
