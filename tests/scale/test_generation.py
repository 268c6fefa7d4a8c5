"""The generator's memory does not grow with the rows."""

import json
import subprocess
import sys

import pytest

MEMORY_MIB = 1_300  # 400 for DuckDB, the rest is libraries and what a file being written holds

GENERATE = """
import json, sys
from datetime import date
from pathlib import Path
from gongxin.catalogue.reader import edition
from gongxin.demo.generation import Order, generate
on = date(2026, 11, 20)
order = Order(50_000, int(sys.argv[2]), 1, on, ("administrative_penalty",), memory_limit="400MB")
made = generate(order, edition(on), Path(sys.argv[1]))
rows = sum(file.rows for file in made.files)
# Of this program alone: what `getrusage` tells includes the process that started it.
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:")) // 1024
print(json.dumps({"rows": rows, "peak": peak}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the peak of a process")
def test_three_hundred_thousand_records_are_made_in_bounded_memory(tmp_path):
    command = [sys.executable, "-c", GENERATE, str(tmp_path), "300000"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    told = json.loads(output.splitlines()[-1])

    assert told["rows"] >= 300_000
    assert told["peak"] < MEMORY_MIB
