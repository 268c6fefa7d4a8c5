"""Drills: a backup under load, and the way back to a minute of the archive."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from gongxin.actions import database
from gongxin.store.cluster import Cluster, own

pytestmark = pytest.mark.faults


def run(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gongxin.cli", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def said(environment: dict[str, str], *arguments: object) -> dict[str, object]:
    done = run(environment, *arguments, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def standing(url: str) -> set[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        sql = "SELECT record, content FROM entry WHERE superseded_by IS NULL AND kind = 'record'"
        return set(connection.execute(sql).fetchall())


def test_a_backup_under_load_is_whole_and_sending_again_completes_it(
    instance, cluster, submitter, start_submitter, penalties, tmp_path_factory
):
    files = [penalties(f"{n}.csv", range(n * 100, n * 100 + 60)) for n in range(6)]
    submitter.submit(files[0])
    submitter.begin(*files[1:])
    folder, data = tmp_path_factory.mktemp("backup") / "one", tmp_path_factory.mktemp("elsewhere")
    taken = said(instance.environment, "backup", folder)
    assert all(one and "fault" not in one for one in submitter.answers())

    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE gongxin_drill OWNER {database.OWNER}")
    url, owner_url = (cluster.url("gongxin_drill", user=u) for u in (database.APPLICATION, database.OWNER))
    changed = {"DATABASE_URL": url, "GONGXIN_OWNER_URL": owner_url, "GONGXIN_DATA": str(data)}
    elsewhere = instance.environment | changed
    restored = said(elsewhere, "restore", folder)

    assert (restored["size"], restored["problems"]) == (taken["size"], [])
    assert standing(owner_url) <= standing(instance.owner_url)
    for file in files:
        submit(elsewhere, file)
    assert standing(owner_url) == standing(instance.owner_url)
    assert said(elsewhere, "log", "verify")["problems"] == []
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE gongxin_drill WITH (FORCE)")


class Live:
    """The database in use, its archive, and the one that is brought back."""

    def __init__(self, folder: Path) -> None:
        self.archive = folder / "archive"
        self.archive.mkdir()
        own(self.archive)
        self.cluster, self.again = (
            Cluster(folder / name / "postgres", folder / name / "sockets", fast=True)
            for name in ("live", "again")
        )

    def configure(self, cluster: Cluster, **settings: str) -> None:
        with (cluster.data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def copy(self) -> None:
        """Take the base copy that the archive is played upon."""
        self.again.data.mkdir(parents=True)
        own(self.again.data)
        self.again.data.parent.chmod(0o711)
        options = ("-D", self.again.data, "-X", "none", "--checkpoint=fast", "-d", self.cluster.url())
        done = self.cluster.run("pg_basebackup", *map(str, options))
        assert done.returncode == 0, done.stdout

    def lose(self) -> None:
        """Let the database go as if the machine burnt down, the last segment just archived."""
        with psycopg.connect(self.cluster.url(), autocommit=True) as connection:
            (segment,) = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        while not (self.archive / segment).exists():
            time.sleep(0.05)
        self.cluster.stop(mode="immediate")

    def bring_back(self, to: datetime) -> None:
        self.configure(
            self.again,
            unix_socket_directories=str(self.again.sockets),
            archive_mode="off",
            restore_command=f"cp {self.archive}/%f %p",
            recovery_target_time=to.isoformat(),
            recovery_target_action="promote",
        )
        signal = self.again.data / "recovery.signal"
        signal.touch()
        own(signal)
        self.again.start()


@pytest.fixture
def live() -> Iterator[Live]:
    """A PostgreSQL of the operator's own, archiving continuously as docs/how-to/backup.md sets it."""
    with tempfile.TemporaryDirectory(prefix="gongxin-test-") as folder:
        Path(folder).chmod(0o711)
        live = Live(Path(folder))
        live.cluster.start()
        live.cluster.stop()
        live.configure(
            live.cluster,
            wal_level="replica",
            max_wal_senders="2",
            min_wal_size="32MB",
            max_wal_size="64MB",
            archive_mode="on",
            archive_command=f"cp %p {live.archive}/%f",
        )
        live.cluster.start()
        yield live
        live.cluster.stop()
        live.again.stop()


def environment(instance, cluster: Cluster) -> dict[str, str]:
    url, owner_url = (cluster.url("gongxin", user=u) for u in (database.APPLICATION, database.OWNER))
    return instance.environment | {"DATABASE_URL": url, "GONGXIN_OWNER_URL": owner_url}


def test_a_database_goes_back_to_a_minute_of_its_archive(live, instance, penalties):
    database.make_roles(live.cluster)
    database.make_database(live.cluster, "gongxin")
    before_the_fire, after_it = (environment(instance, one) for one in (live.cluster, live.again))
    assert run(before_the_fire, "database", "migrate").returncode == 0
    submit(before_the_fire, penalties("a.csv", range(5)))
    live.copy()
    submit(before_the_fire, penalties("b.csv", range(5, 9)))
    minute = datetime.now(UTC)
    submit(before_the_fire, penalties("c.csv", range(9, 12)))
    live.lose()
    live.bring_back(minute)

    assert said(after_it, "log", "verify") == {"size": 9, "problems": []}
    submit(after_it, penalties("c.csv", range(9, 12)))
    assert said(after_it, "log", "verify") == {"size": 12, "problems": []}


def submit(environment: dict[str, str], file: Path) -> None:
    unit = ("--unit", "11310000000000035N", "--on", "2026-05-13")
    done = run(environment, "intake", "submit", file, "--item", "administrative_penalty", *unit)
    assert done.returncode == 0, done.stdout + done.stderr
