"""A copy made by the documented reader of the feed ends equal to the platform, whoever is killed."""

import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from gongxin.actions import case, entry, erasure
from gongxin.actions.case import AlreadyFiled, Document, Filing
from gongxin.actions.case_subject import NoSuchSubject
from gongxin.actions.entry import NoSuchEntry
from gongxin.actions.verification import verify
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor, Refused
from gongxin.procedures.objection import OBJECTION
from gongxin.queries.entry_text import entry_text
from gongxin.queries.snapshot import snapshot
from gongxin.store.models import Case, Entry, RecordMark

pytestmark = pytest.mark.faults
ITEM = "administrative_penalty"
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "follow-the-feed.md"
CODE, SHOWN = re.findall(r"```(?:python|sql)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
PATIENCE = 60
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
READERS = 3


@pytest.fixture
def platform(instance):
    """A server of the instance; return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gongxin.cli", "serve", "--port", str(port), "--workers", "1"]
    environment = instance.environment | {"GONGXIN_RATE_LIMIT": "1000000"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert str(port) in process.stdout.readline()
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(PATIENCE)


class Reader:
    """The reader as documented, with small pages so that there is much to be killed in."""

    def __init__(self, url: str, folder: Path, number: int) -> None:
        self.program = folder / "follow.py"
        self.program.write_text(CODE.replace("size=200", "size=4"), "utf-8")
        self.file = folder / f"copy{number}.db"
        self.command = [sys.executable, str(self.program), url, str(self.file), ITEM]

    def killed_after(self, seconds: float) -> None:
        running = subprocess.Popen(self.command, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()

    def to_the_end(self) -> None:
        subprocess.run(self.command, check=True, timeout=PATIENCE)

    def shown(self, day) -> dict[str, object]:
        with sqlite3.connect(self.file) as copy:
            rows = [json.loads(text) for (text,) in copy.execute(SHOWN, {"day": day.isoformat()})]
        return {row["record"]: row for row in rows}


def platform_shows(day) -> dict[str, object]:
    taken = snapshot(ITEM, viewer=Viewer.ANYONE, on=day, shape=entry_text)
    return {row["record"]: row for row in map(json.loads, taken.entries)}


def test_killed_readers_and_concurrent_writers_end_with_equal_copies(
    platform, submitter, penalties, tmp_path
):
    chance = random.Random(20261122)
    submitter.submit(penalties("first.csv", range(30)))
    readers = [Reader(platform, tmp_path, number) for number in range(READERS)]
    files = [penalties(f"{n}.csv", range(n * 10, n * 10 + 25), fine=n % 4 + 3) for n in range(6)]
    readers[0].to_the_end()  # one starts before the writers, the others among them

    submitter.begin(*files, *files[:2])
    for _ in range(6):
        for reader in readers:
            reader.killed_after(chance.uniform(0.05, 0.35))
        take_back(chance)
        for _ in range(8):
            take_a_step(chance)
    assert [one for one in submitter.answers() if one is None or "fault" in one] == []
    take_back(chance, erase=True)
    for reader in readers:
        reader.to_the_end()

    today = localdate()
    assert list(verify()) == []
    assert set(RecordMark.objects.values_list("kind", flat=True)) >= {"annotated", "suspended"}
    for day in (today, today + timedelta(120), today + timedelta(400), today + timedelta(4000)):
        expected = platform_shows(day)
        assert [reader.shown(day) == expected for reader in readers] == [True] * READERS
    assert platform_shows(today)
    assert not platform_shows(today + timedelta(4000))


def take_a_step(chance: random.Random) -> None:
    """Let an organisation object, or such a case go on: marks begin, lie ahead, and end."""
    on, begun = localdate(), list(Case.objects.filter(closed_on=None))
    if not begun or chance.random() < 1 / 2:
        about = chance.choice(list(Entry.objects.filter(superseded_by=None, kind="record")))
        owner = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({about.uscc}))
        given = (Document("grounds", "证据.pdf", PDF),)
        filing = Filing("objection", about.uscc, about.record, ground="error", documents=given)
        with suppress(AlreadyFiled, NoSuchSubject):
            case.file(filing, by=owner, on=on)
        return
    known = chance.choice(begun)
    step = chance.choice(OBJECTION.steps_from(known.state))
    by = Actor(
        chance.choice("ab"),
        frozenset({Role.REPRESENTATIVE, Role.CENTRE_OPERATOR, Role.DATA_OFFICER}),
        unit=known.provider,
        organisations=frozenset({known.uscc}),
    )
    given = tuple(Document(kind, "补充.pdf", PDF) for kind in step.documents)
    with suppress(Refused, NoSuchEntry):
        case.take(known.id, step.code, seen=known.version, by=by, on=on, reason="有误", documents=given)


def take_back(chance: random.Random, *, erase: bool = False) -> None:
    """Withdraw a record that stands, or erase one."""
    standing = Entry.objects.filter(superseded_by=None, kind="record", content__isnull=False)
    record = chance.choice(list(standing.values_list("record", flat=True)))
    if erase:
        erasure.erase(record, basis="SH 33", reason="判决")
    else:
        entry.withdraw(record, reason="误报", by="li")
