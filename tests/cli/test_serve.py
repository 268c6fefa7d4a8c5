"""`gongxin serve`: starts, answers, works on what is queued, and stops with all it started."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest

PATIENCE = 60  # seconds; only a hang takes them


@pytest.fixture
def served(instance):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gongxin.cli", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, env=instance.environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
    yield process, f"http://127.0.0.1:{port}"
    if process.poll() is None:
        process.kill()
    process.wait(PATIENCE)


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def children(pid):
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def working(pid):
    """The processes that serve and work: none that has just ended, nor the one that Python keeps."""
    return {one for one in children(pid) if (told := command_of(one)) and "resource_tracker" not in told}


def is_alive(pid):
    return subprocess.run(["kill", "-0", str(pid)], capture_output=True, check=False).returncode == 0


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def test_it_answers_then_stops_with_everything_it_started(served):
    process, url = served
    started = children(process.pid)
    with urllib.request.urlopen(f"{url}/readyz", timeout=PATIENCE) as answer:
        text = answer.read()
    assert answer.headers["Content-Length"] == str(len(text)), "it comes in one piece"
    said = json.loads(text)
    assert (said["status"], said["entries"]) == ("ok", 0)
    assert status(f"{url}/") == 200
    assert status(f"{url}/static/shared/gongxin.css") == 200
    assert status(f"{url}/no/such/page") == 404
    with urllib.request.urlopen(f"{url}/api/v1/openapi.json", timeout=PATIENCE) as answer:
        assert json.load(answer)["servers"] == [{"url": url}], "links lead to where it is served"

    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert len(started) >= 2
    wait_until(lambda: not any(is_alive(pid) for pid in started))


def test_a_killed_server_leaves_no_worker_behind(served):
    process, _ = served
    started = children(process.pid)
    process.kill()

    wait_until(lambda: not any(is_alive(pid) for pid in started))


def test_a_worker_that_died_is_replaced(served):
    process, _ = served
    (worker,) = [pid for pid in children(process.pid) if "--attached" in command_of(pid)]
    subprocess.run(["kill", "-9", str(worker)], check=True)

    wait_until(lambda: any("--attached" in command_of(pid) for pid in children(process.pid) if pid != worker))


def command_of(pid):
    return subprocess.run(
        ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout


def test_a_port_in_use_is_refused_with_advice(instance):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "gongxin.cli", "serve", "--port", port],
            env=instance.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert "--port" in done.stderr


def test_a_reload_goes_over_to_new_processes_while_every_request_is_answered(served):
    process, url = served
    before = working(process.pid)
    failed, asked, enough = [], [], threading.Event()

    def ask():
        while not enough.is_set():
            try:
                asked.append(status(f"{url}/healthz"))
            except OSError as error:
                failed.append(error)
            time.sleep(0.02)

    askers = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
    for one in askers:
        one.start()
    process.send_signal(signal.SIGHUP)
    wait_until(lambda: not before & working(process.pid))
    wait_until(lambda: status(f"{url}/readyz") == 200)
    enough.set()
    for one in askers:
        one.join()

    assert (failed, set(asked)) == ([], {200})
    assert len(asked) > 20
    with urllib.request.urlopen(f"{url}/metrics", timeout=PATIENCE) as figures:
        text = figures.read().decode()
    counted = re.findall(r'gongxin_requests_total\{method="GET",side="portal",status="200"\} (\S+)', text)
    assert float(counted[0]) >= len(asked)
