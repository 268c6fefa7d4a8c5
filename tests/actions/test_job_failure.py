"""Why a job failed."""

from types import SimpleNamespace

import pytest
from procrastinate.contrib.django import app

from gongxin.actions.job_failure import NothingToRetry, note_failures, retry
from gongxin.intake.pull.failure import PullFailed
from gongxin.queries.job import counts, jobs


@pytest.fixture
def failed(db):
    """A job that was tried and failed."""
    number = app.configure_task("pull.run").defer(pull=7)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [number])
    return number


def run(number, fault):
    def call():
        raise fault

    with pytest.raises(type(fault)):
        note_failures(call, SimpleNamespace(job=SimpleNamespace(id=number)), None)


def test_a_refusal_is_kept_in_its_own_words(failed):
    run(failed, PullFailed("主机不在名单中。", "The host is not listed."))

    (job,) = jobs()
    assert (job.state, job.said) == ("failed", "主机不在名单中。 / The host is not listed.")


def test_of_a_fault_only_its_kind_is_kept_since_its_text_may_hold_a_row(failed):
    run(failed, ValueError("310101199001011234 is no number"))

    (job,) = jobs()
    assert "ValueError" in job.said
    assert "310101" not in job.said


def test_a_failed_job_can_try_again_once(failed):
    retry(failed)

    assert counts() == {"todo": 1}
    with pytest.raises(NothingToRetry):
        retry(failed)
    with pytest.raises(NothingToRetry):
        retry(999_999)


def test_failed_jobs_stand_first_and_a_state_can_be_asked_for(failed):
    later = app.configure_task("pull.run").defer(pull=8)

    assert [one.id for one in jobs()] == [failed, later]
    assert [one.id for one in jobs(state="todo")] == [later]
    assert jobs(task="no.such.task") == ()
