"""Memory of an evaluation: bounded, by spilling, without another result."""

import json
import subprocess
import sys

ORGANISATIONS = 150_000
MEMORY_MIB = 900  # the figure for a million organisations is 2,048; the engine may take 300 before it spills

EVALUATE = """
import json, sys
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path
from gongxin.catalogue import reader as catalogue
from gongxin.engine.duckdb import connect
from gongxin.evaluation.compiler import program
from gongxin.evaluation.reader import in_force, models
from gongxin.evaluation.source import ORGANISATION
from gongxin.law.parameter import load_parameters

folder, count, memory = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
on = date(2026, 11, 22)
model = in_force("comprehensive_enterprise", on, models())
made = program(model, catalogue.edition(on), on, parameters=load_parameters())
code = "'91310114MA' || lpad(CAST({} AS VARCHAR), 8, '0')"
with closing(connect(folder, files=[], memory_limit=memory)) as rows:
    rows.execute(f"CREATE TABLE {ORGANISATION} AS SELECT {code.format('range')} AS uscc,"
        " 'enterprise' AS kind, '' AS industry, '' AS region, 'existing' AS status"
        f" FROM range({count})")
    for place, source in enumerate(made.sources):
        fields = ", ".join(f'CAST(NULL AS {one.kind.sql_type}) AS "{one.code}"' for one in source.fields)
        rows.execute(f"CREATE TABLE {source.relation} AS SELECT range * 40 + {place} + 1 AS sequence,"
            f" {code.format(f'hash(range, {place}) % {count}')} AS uscc, 'severe' AS tier,"
            f" DATE '2026-05-06' AS decided_on, false AS annotated{', ' + fields if fields else ''}"
            f" FROM range({count // 2})")
    rows.execute(f"CREATE TABLE result AS {made.sql}")
    digest = sha256()
    for one in rows.sql("SELECT * FROM result ORDER BY uscc").to_arrow_reader(20_000):
        digest.update(str(one.to_pylist()).encode())
# Of this program alone: what `getrusage` tells includes the process that started it.
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:")) // 1024
print(json.dumps({
    "digest": digest.hexdigest(), "peak": peak,
}))
"""


def evaluated(folder, memory):
    folder.mkdir()
    command = [sys.executable, "-c", EVALUATE, str(folder), str(ORGANISATIONS), memory]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def test_an_evaluation_spills_rather_than_grow_and_comes_out_the_same(tmp_path):
    bounded = evaluated(tmp_path / "bounded", "300MB")
    free = evaluated(tmp_path / "free", "4GB")

    assert bounded["digest"] == free["digest"]
    assert bounded["peak"] <= MEMORY_MIB < free["peak"] * 2
