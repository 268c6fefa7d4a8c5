"""A step of a case is there whole or not at all: killed at any moment, and with many at it at once."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from gongxin.actions import unit
from gongxin.actions.case_document import path_of
from gongxin.actions.verification import verify
from gongxin.disclosure.role import UnitKind
from gongxin.procedures.objection import OBJECTION
from gongxin.store.models import Case, CaseDocument, CaseStep, Entry, Notice, RecordMark

ROUNDS = int(os.environ.get("GONGXIN_KILL_ROUNDS", "16"))
LONGEST = 0.6  # seconds; a whole course is over by then
PROVIDER, CENTRE = "11310000000000035N", "12310000000000019X"

pytestmark = pytest.mark.faults


@pytest.fixture
def clerk(instance):
    """Return a function that sends orders to a process and gives what its children said."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "clerk.py")],
        env=instance.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def send(*orders):
        process.stdin.write(json.dumps([[str(record), seconds] for record, seconds in orders]) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield send
    process.communicate()


@pytest.fixture
def records(recorded_for_good):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    return recorded_for_good(*({"content": {"CF_WSH": f"{number}号"}} for number in range(ROUNDS)))


def check_whole():
    """Every step that is there has its entry, its documents and exactly the notices it owes."""
    assert list(verify()) == []
    for case in Case.objects.all():
        assert case.version == CaseStep.objects.filter(case=case).count()
    for document in CaseDocument.objects.all():
        assert path_of(document.digest).stat().st_size == document.size
    owed = Counter(
        (step.id, notice.kind)
        for step in CaseStep.objects.all()
        for notice in OBJECTION.step(step.step).notices
    )
    assert Counter(Notice.objects.exclude(kind="batch_held").values_list("about", "kind")) == owed


def test_killed_at_any_moment_a_case_stands_after_a_whole_step(clerk, records):
    lot = random.Random(20260928)
    for record in records:
        clerk((record, lot.random() * LONGEST))
    reached = Counter(Case.objects.values_list("version", flat=True))
    check_whole()

    said = [clerk((record, None))[0] for record in records]
    assert [one for one in said if one != {"state": "upheld"}] == []
    assert reached, "some of them had come somewhere"
    check_whole()
    assert not RecordMark.objects.filter(ended_by=None, until_on=None).exists()
    assert Entry.objects.filter(kind="withdrawal").count() == ROUNDS


def test_of_many_who_file_about_a_record_at_once_one_does(clerk, records):
    said = clerk(*[(records[0], None)] * 8)

    assert Case.objects.count() == 1
    assert {"state": "upheld"} in said
    assert None not in said
    assert {one.get("state") or one["refused"] for one in said} <= {
        "upheld", "filed elsewhere", "CaseMoved", "NotFromHere", "NoSuchSubject",
    }  # fmt: skip
    check_whole()
