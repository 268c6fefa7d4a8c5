"""Submits files in children of its own, many at once, and kills them when told to.

The tests give one order a line, a JSON list of [file, seconds, bytes]: each child is killed after so many
seconds and can write files of so many bytes; null is without limit. The answer is a line with what each child
said before its end, null where it was killed before.
"""

import importlib
import json
import os
import resource
import select
import signal
import sys
import traceback
from datetime import date
from pathlib import Path

import django

django.setup()

from django.db import connections  # noqa: E402

from gongxin.actions.batch import recover, submit  # noqa: E402
from gongxin.catalogue import reader  # noqa: E402
from gongxin.intake.source import Source  # noqa: E402

UNIT = "11310000000000035N"
ON = date(2026, 5, 13)

# Loaded once, so that a child begins with the work itself.
reader.edition(ON)
importlib.import_module("opencc")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def begin(path: str, largest: int | None) -> tuple[int, int]:
    """Start a child; return it and where it will speak."""
    ours, theirs = os.pipe()
    process = os.fork()
    if process == 0:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        try:
            said = recover() if path == "recover" else submit_one(path)
        except Exception as fault:  # the test reads what went wrong
            said = {"fault": type(fault).__name__, "text": str(fault), "trace": traceback.format_exc()}
        os.write(theirs, json.dumps(said, default=str).encode())
        os._exit(0)
    os.close(theirs)
    return process, ours


def submit_one(path: str) -> object:
    return submit(Source(Path(path)), item="administrative_penalty", unit=UNIT, on=ON).json()


def end(process: int, answer: int, seconds: float | None) -> object:
    if seconds is not None:
        select.select([answer], [], [], seconds)
        os.kill(process, signal.SIGKILL)
    said = b""
    while part := os.read(answer, 1 << 16):
        said += part
    os.close(answer)
    os.waitpid(process, 0)
    return json.loads(said) if said else None


def serve() -> None:
    for line in sys.stdin:
        connections.close_all()
        orders = json.loads(line)
        children = [(*begin(path, largest), seconds) for path, seconds, largest in orders]
        sys.stdout.write(json.dumps([end(*child) for child in children]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
