"""`gongxin serve`: the web server and one job worker, in the foreground."""

import http.client
import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from gongxin.cli.main import with_database

READY_SECONDS = 60
STOP_SECONDS = 20
LOOK_SECONDS = 1  # how soon a dead worker is noticed
THREADS = 2  # so that a worker process answers others while it waits for an upload


@click.command()
@click.option("--port", default=8000, show_default=True, help="端口 / port")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / address to listen on")
@click.option("--workers", default=2, show_default=True, help="进程数 / worker processes")
def serve(port: int, host: str, workers: int) -> None:
    """启动门户、接口和任务进程，按 Ctrl+C 停止；SIGHUP 不中断地换上新程序。

    Serve the portal and the API; Ctrl+C stops, SIGHUP goes over to new code without a gap.
    """
    _refuse_taken(host, port)
    # Read with the settings, here and by every process started below: links lead to where it is served.
    os.environ.setdefault("GONGXIN_PUBLIC_URL", _address(host, port))
    with_database()
    from django.conf import settings

    from gongxin.actions.batch import recover

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    recover()
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()
    stopping, renewing = threading.Event(), threading.Event()
    jobs = threading.Thread(target=_work, args=(stopping, renewing))
    jobs.start()
    try:
        with _figures(settings.GONGXIN_DATA / "metrics"):
            _serve(host, port, workers, renewing)
    finally:
        stopping.set()
        jobs.join()


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds what is served."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 only compared
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _figures(folder: Path) -> Iterator[None]:
    """Give the worker processes a folder in which their figures add up; those of servers now dead go."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for left in folder.iterdir():
        if not Path("/proc", left.name).exists():
            shutil.rmtree(left, ignore_errors=True)
    own = folder / str(os.getpid())
    own.mkdir(mode=0o700, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(own)
    try:
        yield
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _work(stopping: threading.Event, renewing: threading.Event) -> None:
    """Keep one job worker running until told to stop; one that dies leaves its batch to the next.

    Told to renew, it ends the worker after the job in hand and starts one with the code of now.
    """
    command = [sys.executable, "-m", "gongxin.cli", "worker", "--attached"]
    while not stopping.is_set():
        jobs = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 our own
        while jobs.poll() is None and not stopping.wait(LOOK_SECONDS):
            if renewing.is_set():
                renewing.clear()
                jobs.terminate()
        if stopping.is_set():
            _stop(jobs)


def _stop(jobs: subprocess.Popen[bytes]) -> None:
    jobs.terminate()
    try:
        jobs.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        jobs.kill()


def _serve(host: str, port: int, workers: int, renewing: threading.Event) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from gongxin.cli.shared_socket import SharedSocketServer

    os.environ["GONGXIN_SERVER"] = str(os.getpid())
    multiprocessing.set_start_method("spawn")  # a process that is started anew reads the code of now
    server = SharedSocketServer(
        "gongxin.cli.served:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.on_reload(renewing.set)
    server.serve()


def _refuse_taken(host: str, port: int) -> None:
    """Say so at once where another program listens already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} 不能使用：{error}。请换一个端口，如 --port {port + 1}。"
                f" / Cannot listen on {host}:{port}; choose another port."
            ) from error


def _answers(name: str, port: int) -> bool:
    """Say whether a worker process answers, be it with a refusal: the socket alone is open before that."""
    connection = http.client.HTTPConnection(name, port, timeout=READY_SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _announce(host: str, port: int) -> None:
    """Print the address once the server answers."""
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 it is only compared
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if not _answers(name, port):
            time.sleep(0.05)
            continue
        shown = f"[{name}]" if ":" in name else name
        click.echo(f"公信已启动 / gongxin is ready: http://{shown}:{port}/  (Ctrl+C 停止 / stops)")
        return
    os.write(2, "服务器未能启动，请查看上面的信息。 / The server did not start; see above.\n".encode())
