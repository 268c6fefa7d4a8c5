"""Sizes and memory, never times: what the checks find in many rows, and what they need for it."""

import json
import subprocess
import sys
from datetime import date

import pytest

from gongxin.catalogue.reader import edition
from gongxin.demo.generation import Order, generate
from gongxin.demo.scoring import scores

ON = date(2026, 11, 20)
ROWS = 200_000
MEMORY_MIB = (
    1_400  # the figure for a million rows is 2,048; the engine may take 512 of these before it spills
)

CHECK = """
import json, sys
from datetime import date
from pathlib import Path
from gongxin.catalogue.reader import edition
from gongxin.intake.screening import check
from gongxin.intake.source import Source
on = date.fromisoformat(sys.argv[2])
known = edition(on)
source = Source(Path(sys.argv[1]), memory_limit="512MB")
with check(source, known.item("administrative_penalty"), known, on=on) as screening:
    rows = screening.counts.rows
# Of this program alone: what `getrusage` tells includes the process that started it.
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:")) // 1024
print(json.dumps({"rows": rows, "peak": peak}))
"""


def test_every_item_of_the_catalogue_can_be_made_and_is_checked_without_a_false_alarm(tmp_path):
    order = Order(organisations=2_000, records=20_000, seed=11, on=ON, share=0.05, files=1)
    manifest = generate(order, edition(ON), tmp_path)

    found = list(scores(tmp_path, manifest, edition(ON)))

    assert {file.item for file in manifest.files} == set(edition(ON).items)
    assert sum(one.planted for one in found) > 900
    assert [one for one in found if one.found != one.planted or one.false] == []


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the peak of a process")
def test_two_hundred_thousand_rows_are_checked_in_bounded_memory(tmp_path):
    order = Order(20_000, ROWS, 3, ON, ("administrative_penalty",), files=1)
    manifest = generate(order, edition(ON), tmp_path)

    command = [sys.executable, "-c", CHECK, str(tmp_path / manifest.files[0].file), str(ON)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    told = json.loads(output.splitlines()[-1])

    assert told["rows"] == ROWS
    assert told["peak"] < MEMORY_MIB
