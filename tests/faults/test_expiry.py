"""A nightly erasure killed at any moment: each record is whole, or erased by an entry that says so."""

import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from gongxin.actions.verification import verify
from gongxin.store.models import Entry

pytestmark = pytest.mark.faults

ROUNDS, RECORDS = 2, 700
CITY = Path(__file__).parents[2] / "src/gongxin/demo/decisions"
COMMAND = (sys.executable, "-m", "gongxin.cli", "record", "expire", "--on", "2026-11-23")


def test_killed_at_any_moment_nothing_is_erased_without_a_word(instance, recorded_for_good):
    recorded_for_good(
        *({"content": {"CF_WSH": str(number)}, "decided_on": date(2013, 5, 1)} for number in range(RECORDS))
    )
    environment = {**instance.environment, "GONGXIN_CITY": str(CITY)}
    lot, left = random.Random(20261123), []
    for _ in range(ROUNDS):
        run = subprocess.Popen(COMMAND, env=environment, stdout=subprocess.DEVNULL)
        before, wanted = erased(), lot.randrange(1, 200)
        while run.poll() is None and erased() < before + wanted:
            time.sleep(lot.uniform(0, 0.05))
        run.kill()
        run.wait()
        left.append(RECORDS - erased())
        assert list(verify()) == []

    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=True)

    assert f"已清除 {left[-1]} 条" in done.stdout
    assert erased() == RECORDS == Entry.objects.filter(kind="erasure").count()
    assert left[0] > left[-1] > 0, "no run was killed on its way"
    assert list(verify()) == []


def erased() -> int:
    return Entry.objects.filter(kind="record", content=None).count()
