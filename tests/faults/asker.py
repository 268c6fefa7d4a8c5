"""Asks queries in children of its own, many at once, and kills them when told to.

The tests give one order a line, a JSON list of [organisation, key, seconds]: each child is killed after so
many seconds; null is without limit. The answer is a line with what each child showed before its end: the
digest of the answer and the number of its look, null where nothing was shown.
"""

import json
import os
import sys
import time
import traceback
from datetime import date

import django

django.setup()

from django.db import connections  # noqa: E402
from submitter import end  # noqa: E402

from gongxin.actions.query import Asked, asked_row  # noqa: E402
from gongxin.queries import query  # noqa: E402
from gongxin.queries.answer import digest  # noqa: E402
from gongxin.queries.matter import by_code  # noqa: E402
from gongxin.reports.query import ask  # noqa: E402

UNIT = "11310000000000035N"
ON = date(2026, 5, 13)
MATTER = by_code("administrative_licensing", ON)


def begin(uscc: str, key: str) -> tuple[int, int]:
    ours, theirs = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            said = shown(uscc, key)
        except Exception as fault:  # the test reads what went wrong
            said = {"fault": type(fault).__name__, "text": str(fault), "trace": traceback.format_exc()}
        os.write(theirs, json.dumps(said).encode())
        os._exit(0)
    os.close(theirs)
    return process, ours


def shown(uscc: str, key: str) -> dict[str, object]:
    number = ask(
        Asked(
            unit=UNIT, account="client:approval", channel="api", matter=MATTER.code, edition=MATTER.edition,
            purpose="办理许可", case_number=key, on=ON, rows=[asked_row(1, uscc)], key=key,
        )
    )  # fmt: skip
    (one,) = query.organisations(number)
    told = dict(one)
    return {"query": str(number), "look": told.pop("look"), "answer": digest(told)}


for line in sys.stdin:
    connections.close_all()
    orders = json.loads(line)
    children = []
    for uscc, key, seconds in orders:
        children.append((*begin(uscc, key), seconds))
        time.sleep(0)
    sys.stdout.write(json.dumps([end(*child) for child in children]) + "\n")
    sys.stdout.flush()
