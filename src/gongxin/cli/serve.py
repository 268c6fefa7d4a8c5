"""`gongxin serve`: the web server and one job worker, in the foreground."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time

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
    """启动门户、接口和任务进程，按 Ctrl+C 停止。Serve the portal and the API; Ctrl+C stops."""
    _refuse_taken(host, port)
    with_database()
    from django.conf import settings

    from gongxin.actions.batch import recover

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    recover()
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()
    stopping = threading.Event()
    jobs = threading.Thread(target=_work, args=(stopping,))
    jobs.start()
    try:
        _serve(host, port, workers)
    finally:
        stopping.set()
        jobs.join()


def _work(stopping: threading.Event) -> None:
    """Keep one job worker running until told to stop; one that dies leaves its batch to the next."""
    command = [sys.executable, "-m", "gongxin.cli", "worker", "--attached"]
    while not stopping.is_set():
        jobs = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 our own
        while jobs.poll() is None and not stopping.wait(LOOK_SECONDS):
            pass
        if stopping.is_set():
            _stop(jobs)


def _stop(jobs: subprocess.Popen[bytes]) -> None:
    jobs.terminate()
    try:
        jobs.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        jobs.kill()


def _serve(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "gongxin.cli.served:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


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
