"""An answer that is not in the log is never shown: not to a killed process, not to two at once."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from gongxin.actions.verification import verify

ROUNDS = int(os.environ.get("GONGXIN_KILL_ROUNDS", "16"))
SHOP = "91310000MA0000015F"
LONGEST = 0.15  # seconds; a query is over by then

pytestmark = pytest.mark.faults


@pytest.fixture
def asker(instance):
    """Return a function that sends orders to a process and gives what it showed."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "asker.py")],
        env=instance.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def send(*orders):
        process.stdin.write(json.dumps(orders) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield send
    process.communicate()


def looks(instance):
    """Return the digest of the answer of each look in the ledger."""
    with psycopg.connect(instance.url) as session:
        found = session.execute("SELECT record, content::jsonb ->> 'answer' FROM entry WHERE kind = 'query'")
        return {str(record): answer for record, answer in found}


def test_killed_at_any_moment_nothing_was_shown_that_is_not_in_the_log(instance, asker):
    lot = random.Random(20260513)
    shown = [asker([SHOP, f"key-{n}", lot.random() * LONGEST])[0] for n in range(ROUNDS)]

    logged = looks(instance)

    assert [one for one in shown if one and logged.get(one["look"]) != one["answer"]] == []
    with psycopg.connect(instance.url) as session:
        answered = session.execute("SELECT count(*) FROM query WHERE state = 'answered'").fetchone()
    assert answered == (len(logged),)
    again = [asker([SHOP, f"key-{n}", None])[0] for n in range(ROUNDS)]
    assert [one for one in again if "fault" in one] == []
    assert all(one in (None, other) for one, other in zip(shown, again, strict=True))
    assert len(looks(instance)) == ROUNDS
    assert list(verify()) == []


def test_of_many_with_one_key_at_once_all_get_the_one_answer_of_one_look(instance, asker):
    said = asker(*[[SHOP, "the same", None]] * 12)

    assert [one for one in said if one is None or "fault" in one] == []
    assert len({json.dumps(one) for one in said}) == 1
    assert list(looks(instance)) == [said[0]["look"]]
    assert list(verify()) == []
