"""A disk that fails gives a clear error and no half state; once it works again, so does everything else."""

import shutil
import threading

import psycopg
import pytest
from django.db import connection

from gongxin.actions.verification import verify

pytestmark = pytest.mark.faults
ROWS = 200


def batches(instance) -> list[tuple[str, bool]]:
    with psycopg.connect(instance.url) as session:
        return session.execute("SELECT state, is_finished FROM batch ORDER BY received_at").fetchall()


@pytest.mark.parametrize("largest", [0, 1_000, 50_000])
def test_an_upload_that_the_disk_does_not_take_leaves_nothing(instance, submitter, penalties, largest):
    path = penalties("rows.csv", range(ROWS))

    (said,) = submitter.submit(path, largest=largest)

    assert said is not None
    assert said["fault"] == "NotStored", said
    assert "磁盘" in said["text"]
    assert batches(instance) == []
    assert list((instance.data / "spool").iterdir()) == []
    (again,) = submitter.submit(path)
    assert again["accepted"] == ROWS, again


def test_a_disk_that_fails_at_any_later_write_is_made_good(instance, submitter, penalties):
    """Each limit lets the work come a little further before a file cannot grow."""
    path = penalties("rows.csv", range(ROWS))
    size = path.stat().st_size

    faults = []
    for part in range(5):
        (said,) = submitter.submit(path, largest=size + part * size // 5)
        faults.append("fault" in said)
    submitter.recover()

    assert faults[0]
    assert list(verify()) == []
    assert {is_finished for _, is_finished in batches(instance)} == {True}
    assert list((instance.data / "spool").iterdir()) == []
    with psycopg.connect(instance.url) as session:
        assert session.execute("SELECT count(*) FROM entry").fetchone() == (ROWS,)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("call", ["fsync", "rename", "mkdir"])
def test_the_first_failing_system_call_of_a_kind_is_a_clear_error(instance, penalties, start_submitter, call):
    path = penalties("rows.csv", range(20))
    submitter = start_submitter(
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject={call}:error=EIO:when=1"
    )

    (said,) = submitter.submit(path)

    assert said is not None
    assert "fault" in said, said
    healthy = start_submitter()
    healthy.recover()
    (again,) = healthy.submit(path)
    assert again["accepted"] + again["duplicate"] == 20
    assert list(verify()) == []
    assert list((instance.data / "spool").iterdir()) == []


def test_when_the_power_of_the_database_fails_what_was_acknowledged_is_there(
    instance, cluster, submitter, penalties
):
    files = [penalties(f"{number}.csv", range(number * 50, number * 50 + 50)) for number in range(4)]
    submitter.begin(*files)
    failing = threading.Timer(1.0, cluster.stop, kwargs={"mode": "immediate"})
    failing.start()
    said = submitter.answers()
    failing.join()

    cluster.start()
    connection.close()
    submitter.recover()

    acknowledged = [one for one in said if one is not None and "fault" not in one]
    with psycopg.connect(instance.url) as session:
        (taken,) = session.execute("SELECT count(*) FROM entry").fetchone()
    assert taken >= 50 * len(acknowledged)
    assert taken % 50 == 0
    assert list(verify()) == []
    assert sum(one["duplicate"] for one in submitter.submit(*files)) == taken
