"""The queue in the browser."""

from types import SimpleNamespace

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from gongxin.actions.job_failure import note
from gongxin.intake.pull.failure import PullFailed


@pytest.fixture
def failed(people):
    number = app.configure_task("pull.run").defer(pull=7)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [number])
    note(number, PullFailed("主机不在名单中。", "The host is not listed."))
    return SimpleNamespace(id=number)


@pytest.mark.parametrize("person", ["operator", "platform_admin"])
def test_a_failed_job_says_why_and_tries_again(signed_in, failed, person):
    browser = signed_in(person)
    page = browser.get("/office/jobs/").content.decode()
    assert "主机不在名单中。" in page
    assert "定时取数" in page

    browser.post(f"/office/jobs/{failed.id}/again/")

    assert ProcrastinateJob.objects.get(id=failed.id).status == "todo"


def test_nobody_else_sees_the_queue(signed_in, failed):
    assert {
        signed_in(one).get("/office/jobs/").status_code for one in ("alice", "unit_admin", "auditor")
    } == {403}


def test_filters_that_are_none_find_nothing(signed_in, failed):
    assert "没有这样的任务" in signed_in("operator").get("/office/jobs/?state=odd&task=x%00").content.decode()
