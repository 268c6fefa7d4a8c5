"""Ask a server on this machine for many addresses, for a bounded time: by wrk where there is one."""

import asyncio
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

CONNECTIONS = 16
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}

SCRIPT = """
local paths, at = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
request = function() at = at %% #paths + 1; return wrk.format("GET", paths[at]) end
"""


@dataclass(frozen=True)
class Asked:
    """Answers a second, the 99th percentile, and answers that were not 2xx."""

    rate: float
    p99_ms: float
    failed: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing listens on {port}")


def ask(port: int, paths: Sequence[str], *, seconds: int) -> Asked:
    return _wrk(port, paths, seconds) if shutil.which("wrk") else asyncio.run(_own(port, paths, seconds))


def _wrk(port: int, paths: Sequence[str], seconds: int) -> Asked:
    with NamedTemporaryFile("w", suffix=".txt") as listed, NamedTemporaryFile("w", suffix=".lua") as script:
        listed.write("\n".join(paths) + "\n")
        listed.flush()
        script.write(SCRIPT % listed.name)
        script.flush()
        command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", script.name]
        told = subprocess.run(
            [*command, f"http://127.0.0.1:{port}"],
            check=True,
            capture_output=True,
            text=True,
            timeout=seconds + 30,
        ).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", told)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    assert rate is not None
    assert p99 is not None
    return Asked(float(rate[1]), float(p99[1]) * UNITS[p99[2]], int(failed[1]) if failed else 0)


async def _own(port: int, paths: Sequence[str], seconds: int) -> Asked:
    """Keep CONNECTIONS requests under way over kept connections."""
    took: list[float] = []
    failed = 0
    end = time.perf_counter() + seconds

    async def one(first: int) -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        at = first
        while time.perf_counter() < end:
            before = time.perf_counter()
            writer.write(f"GET {paths[at % len(paths)]} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.I)
            await (reader.readexactly(int(length[1])) if length else _chunks(reader))
            took.append((time.perf_counter() - before) * 1000)
            failed += not head.startswith(b"HTTP/1.1 2")
            at += CONNECTIONS
        writer.close()

    await asyncio.gather(*(one(number) for number in range(CONNECTIONS)))
    took.sort()
    return Asked(len(took) / seconds, took[int(len(took) * 0.99)], failed)


async def _chunks(reader: asyncio.StreamReader) -> None:
    while size := int((await reader.readline()).split(b";")[0], 16):
        await reader.readexactly(size + 2)
    await reader.readline()


def stop(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def logs(name: str, folder: Path) -> Path:
    return folder / f"{name}.log"
