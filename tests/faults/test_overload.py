"""Ten times too many requests: those over the limit are told when to come back, and nothing is half taken."""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions import unit
from gongxin.actions.account import add, user_of
from gongxin.actions.token import issue
from gongxin.actions.verification import verify
from gongxin.disclosure.role import Role
from gongxin.store.models import Batch, Entry

pytestmark = pytest.mark.faults
LIMIT = 20  # requests a minute that each of two processes grants; asked are more than ten times as many
SECONDS, READERS, SENDERS = 6, 6, 3
PATIENCE = 60
ENOUGH = 600  # seconds for the worker to come to the end, however busy the machine: no measure of ours
UNIT = "11310000000000035N"


@pytest.fixture
def port(instance):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gongxin.cli", "serve", "--port", str(port), "--workers", "2"]
    environment = instance.environment | {"GONGXIN_RATE_LIMIT": str(LIMIT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert str(port) in process.stdout.readline()
    yield port
    process.terminate()
    process.wait(PATIENCE)


@pytest.fixture
def bearer(instance):
    today = localdate()
    unit.add(UNIT, "示范市市场监督管理局", kind="department")
    add("robot", "a long password of a robot", unit=UNIT, roles=[Role.DATA_OFFICER], on=today)
    token = issue(user_of("robot"), label="load", until=today + timedelta(days=1), on=today)
    return {"Authorization": f"Bearer {token}", "Content-Type": "text/csv"}


class Load:
    """Threads that ask as fast as they can, each over its own connection."""

    def __init__(self, port):
        self.port, self.answers, self.faults, self.end = port, [], [], time.monotonic() + SECONDS

    def goes_on(self):
        return time.monotonic() < self.end or len(self.answers) <= 10 * LIMIT

    def ask(self, method, path, headers=None, bodies=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        while self.goes_on():
            body = next(bodies) if bodies else None
            try:
                connection.request(method, path, body=body, headers=headers or {})
                answer = connection.getresponse()
                self.answers.append((method, answer.status, answer.headers, answer.read()))
            except (OSError, http.client.HTTPException) as fault:
                connection.close()  # refused before the body was sent: the answer may be lost, nothing else
                self.faults.append((method, fault))

    def run(self, *asked):
        threads = [threading.Thread(target=self.ask, args=one, daemon=True) for one in asked]
        for one in threads:
            one.start()
        for one in threads:
            one.join()


def test_those_over_the_limit_are_told_when_to_come_back_and_nothing_is_half_taken(port, bearer, penalties):
    def bodies(sender):
        for number in range(10_000):
            first = sender * 1_000_000 + number * 10
            yield penalties(f"{sender}.csv", range(first, first + 5)).read_bytes()

    load = Load(port)
    send = "/api/v1/batches?item=administrative_penalty&file_name=a.csv"
    readers = [("GET", "/api/v1/records?size=5")] * READERS
    senders = [("POST", send, bearer, bodies(sender)) for sender in range(SENDERS)]
    load.run(*readers, *senders)

    refused = [headers for _, status, headers, _ in load.answers if status == 429]
    assert {status for _, status, _, _ in load.answers} == {200, 202, 429}
    assert [fault for method, fault in load.faults if method == "GET"] == []
    assert len(refused) > len(load.answers) / 2
    assert all(int(headers["Retry-After"]) >= 1 and "t=" in headers["RateLimit"] for headers in refused)

    taken = {json.loads(body)["id"] for _, status, _, body in load.answers if status == 202}
    end = time.monotonic() + ENOUGH
    while Batch.objects.filter(is_finished=False).exists() and time.monotonic() < end:
        time.sleep(0.2)
    assert {str(one.id) for one in Batch.objects.all()} == taken
    assert {(one.state, one.rows, one.accepted) for one in Batch.objects.all()} == {("taken", 5, 5)}
    assert Entry.objects.count() == 5 * len(taken)
    assert list(verify()) == []
