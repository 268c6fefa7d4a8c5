"""The private PostgreSQL by command: nothing to install, nothing left behind."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from gongxin.store.cluster import Cluster

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gongxin-test-") as name:
        yield Path(name)
        Cluster(Path(name) / "postgres", Path(name) / "postgres").stop()


@pytest.fixture
def gongxin(folder: Path) -> Command:
    given = {key: value for key, value in os.environ.items() if not key.startswith(("GONGXIN_", "DATABASE_"))}

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gongxin.cli", *arguments],
            env=given | {"GONGXIN_DATA": str(folder)} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_first_command_makes_the_database_and_leaves_nothing_running(gongxin, folder):
    ended = gongxin("log", "verify")

    assert (ended.returncode, ended.stdout) == (0, "0 条，全部相符。 / 0 entries, all sound.\n")
    assert not Cluster(folder / "postgres", folder / "postgres").is_running()


def test_start_leaves_it_running_and_stop_ends_it(gongxin, folder):
    cluster = Cluster(folder / "postgres", folder / "postgres")

    started = gongxin("database", "start")
    assert started.returncode == 0, started.stderr
    with psycopg.connect(cluster.url("gongxin")) as session:
        assert session.execute("SELECT count(*) FROM entry").fetchone() == (0,)
    assert gongxin("database", "migrate").stdout.startswith("完成 0 个步骤")
    assert cluster.is_running()

    assert gongxin("database", "stop").returncode == 0
    assert not cluster.is_running()


def test_a_database_of_ones_own_is_neither_started_nor_migrated_unasked(gongxin, instance):
    own = {
        name: instance.environment[name] for name in ("DATABASE_URL", "GONGXIN_LOG_KEY", "GONGXIN_SECRET_KEY")
    }
    with psycopg.connect(instance.owner_url) as session:
        session.execute(
            "DELETE FROM django_migrations WHERE app = 'store' AND name ="
            " (SELECT max(name) FROM django_migrations WHERE app = 'store')"
        )

    start, verify = gongxin("database", "start", **own), gongxin("log", "verify", **own)

    assert (start.returncode, "DATABASE_URL" in start.stderr) == (1, True)
    assert (verify.returncode, "gongxin database migrate" in verify.stderr) == (1, True)


def test_a_database_that_does_not_answer_is_said_so_in_one_line(gongxin, instance):
    own = {name: instance.environment[name] for name in ("GONGXIN_LOG_KEY", "GONGXIN_SECRET_KEY")}

    ended = gongxin("log", "verify", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none", **own)

    assert (ended.returncode, "DATABASE_URL" in ended.stderr) == (1, True)
    assert "Traceback" not in ended.stderr
