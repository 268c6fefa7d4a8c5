"""An instance brought back from a backup, into an empty place, and proven against its own log."""

import tarfile
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from django.utils import timezone
from psycopg import sql

from gongxin.actions import backup, database, spool
from gongxin.actions.backup import DATABASE, FILES, KEYS
from gongxin.actions.key_box import unlocked
from gongxin.actions.log import head
from gongxin.actions.verification import Problem, verify
from gongxin.ledger.key import Signer
from gongxin.store import cluster
from gongxin.store.dump import load
from gongxin.store.models import Batch

LOST = (
    "恢复备份时没有找到该批次的文件，没有任何一行入库，请重新报送。"
    " / Its file was not in the backup and no row was taken: send it again."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """`problems`: what is not as the log and the backup say. `lost` batches must be sent again."""

    size: int
    lost: int
    problems: Sequence[Problem]


class NotEmpty(Exception):
    """Nothing is ever restored over a ledger."""

    def __init__(self) -> None:
        super().__init__(
            "目标数据库里已有数据。请恢复到新的 GONGXIN_DATA 文件夹，或新建的空数据库。"
            " / The database is not empty: restore into a new GONGXIN_DATA, or a database just made."
        )


class OtherKey(Exception):
    """The log of the backup was signed with another key than this instance has."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"日志签名密钥不是备份时的那一把（应为 {wanted}）。请用 --passphrase-file 打开备份中的密钥，"
            "或设置 GONGXIN_LOG_KEY 和 GONGXIN_LOG_ORIGIN。"
            f" / The log key is not that of the backup ({wanted}). Open the keys of the backup with"
            " --passphrase-file, or set GONGXIN_LOG_KEY and GONGXIN_LOG_ORIGIN."
        )


def restore(folder: Path, *, passphrase: str | None = None) -> Restored:
    """Bring a backup back.

    Raises:
        BackupBroken: something in the folder was changed or is missing; nothing was touched.
        WrongPassphrase: the keys do not open; nothing was touched.
        OtherKey: the log could not go on with this instance's key; nothing was touched.
        NotEmpty: there is a ledger in the place already.
        DumpFailed: PostgreSQL did not take the dump; the database is as empty as before.
    """
    said, key = backup.read_manifest(folder)
    has_keys = passphrase is not None and (folder / KEYS).exists()
    keys = unlocked((folder / KEYS).read_bytes(), passphrase or "") if has_keys else {}
    log_key = keys.get("log-key", settings.GONGXIN_LOG_KEY.encode())
    if Signer(settings.GONGXIN_LOG_ORIGIN, b64decode(log_key)).verifier.text() != key:
        raise OtherKey(key)
    _empty_database()
    if keys:
        _take_keys(keys)
    load(folder / DATABASE)
    database.migrate()
    _take_files(folder / FILES)
    lost = _settle()
    database.refresh_statistics()
    return Restored(head().size, lost, [*_other_log(said["log"]), *verify()])


def _take_keys(keys: dict[str, bytes]) -> None:
    """Put the keys where a private instance keeps its own, and use them from now on."""
    for name, key in keys.items():
        file = Path(settings.GONGXIN_DATA) / Path(name).name
        file.touch(mode=0o600)
        file.write_bytes(key)
    settings.GONGXIN_LOG_KEY = keys["log-key"].decode()
    settings.SECRET_KEY = keys["secret-key"].decode()


def _empty_database() -> None:
    if settings.IS_PRIVATE:
        own = database.private()
        cluster.join(own)
        database.make_roles(own)
        _drop_unused(str(settings.DATABASES["default"]["NAME"]))
        database.make_database(own, str(settings.DATABASES["default"]["NAME"]))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        (tables,) = cursor.fetchone()
    connections["owner"].close()
    if tables:
        raise NotEmpty


def _drop_unused(name: str) -> None:
    """Drop the private database where it was made and never used.

    Raises:
        NotEmpty: it holds something.
    """
    own = database.private()
    with psycopg.connect(own.url(), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
    with psycopg.connect(own.url(name)) as connection:
        for table in ("entry", "auth_user", "unit"):
            there = connection.execute("SELECT to_regclass(%s)", [table]).fetchone()
            used = sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))
            if there and there[0] and connection.execute(used).fetchone():
                raise NotEmpty
    with psycopg.connect(own.url(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _take_files(file: Path) -> None:
    with tarfile.open(file) as archive:
        archive.extractall(settings.GONGXIN_DATA, filter="data")


def _settle() -> int:
    """Close what the backup caught between two steps; return how many batches have to be sent again."""
    there = set(spool.waiting())
    waiting = Batch.objects.filter(is_finished=False).exclude(id__in=there)
    lost = waiting.filter(state="received").update(
        state="refused", refused_because=LOST, ended_at=timezone.now(), is_finished=True, stage=""
    )
    waiting.exclude(state="held").update(is_finished=True)
    return int(lost)


def _other_log(said: dict[str, object]) -> list[Problem]:
    now = head()
    if (now.size, now.note) == (said["size"], said["note"]):
        return []
    return [
        Problem(
            f"日志有 {now.size} 条，备份时是 {said['size']} 条",
            f"the log has {now.size} entries, the backup said {said['size']}",
        )
    ]
