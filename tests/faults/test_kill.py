"""A process killed at any moment loses no acknowledged row and stores none twice.

GONGXIN_KILL_ROUNDS sets how often; a dozen here, thousands for a night.
"""

import os
import random

import psycopg
import pytest

from gongxin.actions.verification import verify

ROUNDS = int(os.environ.get("GONGXIN_KILL_ROUNDS", "12"))
ROWS = 40

pytestmark = pytest.mark.faults


def test_killed_at_any_moment_a_batch_is_taken_whole_or_not_at_all(instance, submitter, penalties):
    lot = random.Random(20260513)
    files = [
        penalties(f"{number}.csv", range(number * ROWS, (number + 1) * ROWS)) for number in range(ROUNDS)
    ]
    acknowledged = _submit_and_kill(submitter, files, lot)

    submitter.recover()

    assert list(verify()) == []
    assert_nothing_left(instance)
    taken = rows_of(instance)
    assert [name for name in acknowledged if taken.get(name) != ROWS] == [], "acknowledged and lost"
    assert {name: rows for name, rows in taken.items() if rows != ROWS} == {}, "taken in part"
    again = submitter.submit(*files)
    assert [one["accepted"] + one["duplicate"] for one in again] == [ROWS] * ROUNDS
    assert sum(one["duplicate"] for one in again) == ROWS * len(taken)
    with psycopg.connect(instance.url) as session:
        entries = session.execute("SELECT count(*), count(DISTINCT record) FROM entry").fetchone()
    assert entries == (ROUNDS * ROWS, ROUNDS * ROWS)


def _submit_and_kill(submitter, files, lot) -> set[str]:
    """Return the names of the files whose submission was acknowledged.

    How long the way is depends on the machine: the moments of killing close in on its end from both sides.
    """
    acknowledged, seconds = set(), 0.5
    for path in files:
        (said,) = submitter.submit(path, seconds=lot.uniform(0, seconds))
        if said is None:
            seconds *= 1.3
        else:
            assert "fault" not in said, said
            acknowledged.add(path.name)
            seconds *= 0.7
    return acknowledged


def rows_of(instance) -> dict[str, int]:
    """Return how many rows of each file stand in the ledger."""
    with psycopg.connect(instance.url) as session:
        found = session.execute(
            "SELECT b.file_name, count(*) FROM entry e JOIN batch b ON b.id = e.batch GROUP BY b.file_name"
        )
        return dict(found.fetchall())


def assert_nothing_left(instance) -> None:
    """No batch is half way, no original is kept, every taken batch has its files."""
    with psycopg.connect(instance.url) as session:
        batches = session.execute("SELECT id, state, is_finished FROM batch").fetchall()
    assert {(state, is_finished) for _, state, is_finished in batches} == {("taken", True)}
    assert not any((instance.data / "spool").iterdir())
    assert not any((instance.data / "temporary").iterdir()), "a killed process left its working files"
    for batch, _, _ in batches:
        assert (instance.data / "results" / str(batch) / "receipt.json").is_file()
