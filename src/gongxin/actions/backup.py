"""A backup: one state of the database, the files that belong to it, and a signed list of both.

What is on disk changes while the database is dumped. Uploads under way and held rows are linked aside just
before and just after the state is taken, so that each one it knows of is there; everything else on disk only
grows. A restored instance settles the rest as after a crash.
"""

import json
import os
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils import timezone

from gongxin.actions.key import signer
from gongxin.actions.key_box import locked
from gongxin.ledger import seal
from gongxin.ledger.seal import SealBroken
from gongxin.store.dump import DumpFailed, dump, snapshot

__all__ = ["DumpFailed"]

MANIFEST, DATABASE, FILES, KEYS = "manifest.json", "database.dump", "files.tar", "keys.box"
PURPOSE = "backup"
CHANGING = ("spool", "held")  # folders whose files go when a batch is done
LEFT_OUT = {"postgres", "postgres.new", "incoming", "static", "metrics", *CHANGING}
ASIDE = "backup.aside"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """`size` and `note` are the log's in the state that was taken."""

    folder: Path
    at: datetime
    size: int
    note: str
    bytes: int
    has_keys: bool


class FolderTaken(Exception):
    """A backup goes into a folder of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} 不是空文件夹。请为每次备份指定新的文件夹。"
            f" / {folder} is not empty: give each backup a new folder."
        )


class BackupBroken(Exception):
    """The folder is no backup, or something in it was changed or is missing."""

    def __init__(self, folder: Path, zh: str, en: str) -> None:
        super().__init__(
            f"{folder} 不能用来恢复：{zh}。请使用另一份备份。"
            f" / {folder} cannot be restored from: {en}. Use another backup."
        )


def back_up(folder: Path, *, passphrase: str | None = None) -> BackedUp:
    """Write a backup into a new folder; with a passphrase the keys too, encrypted.

    Raises:
        FolderTaken: something is in the folder.
        PassphraseTooShort: it could be guessed.
        DumpFailed: the disk is full, or the role may not read everything.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderTaken(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if passphrase is not None:
        _write(folder / KEYS, locked(_keys(), passphrase))
    at = timezone.now()
    with _aside() as aside:
        _link(aside)
        with snapshot() as (connection, name):
            size, note, last = _facts(connection)
            _link(aside)
            dump(folder / DATABASE, of=name)
        _collect(folder / FILES, aside)
    parts = [part for part in (DATABASE, FILES, KEYS) if (folder / part).exists()]
    document = {
        "at": at.isoformat(),
        "version": version("gongxin"),
        "migration": last,
        "log": {"origin": settings.GONGXIN_LOG_ORIGIN, "size": size, "note": note},
        "parts": {part: _digest(folder / part) for part in parts},
    }
    sealed = seal.seal(document, purpose=PURPOSE, signer=signer())
    # The list comes last: a backup that was cut off has none and is refused.
    _write(folder / MANIFEST, json.dumps(sealed, ensure_ascii=False, indent=2).encode())
    total = sum((folder / part).stat().st_size for part in parts)
    return BackedUp(folder, at, size, note, total, passphrase is not None)


def read_manifest(folder: Path) -> tuple[Mapping[str, Any], str]:
    """Return what a backup says of itself and the key that signed it, once every part is found unchanged.

    Raises:
        BackupBroken: the list or a part is missing or changed.
    """
    try:
        sealed = json.loads((folder / MANIFEST).read_text("utf-8"))
        document = seal.opened(sealed, purpose=PURPOSE, verifier=None)
    except FileNotFoundError as missing:
        raise BackupBroken(
            folder, f"没有 {MANIFEST}，备份没有做完", f"no {MANIFEST}, it was cut off"
        ) from missing
    except (ValueError, SealBroken) as odd:
        raise BackupBroken(folder, f"{MANIFEST} 被改动", f"{MANIFEST} was changed") from odd
    for part, digest in document["parts"].items():
        if not (folder / part).is_file() or _digest(folder / part) != digest:
            raise BackupBroken(folder, f"{part} 缺失或被改动", f"{part} is missing or was changed")
    return document, sealed["key"]


def _facts(connection: psycopg.Connection) -> tuple[int, str, str]:
    """Return size and checkpoint of the log, and the last migration, as the state has them."""
    head = connection.execute("SELECT size, note FROM log_checkpoint ORDER BY size DESC LIMIT 1").fetchone()
    steps = "SELECT name FROM django_migrations WHERE app = 'store' ORDER BY name DESC LIMIT 1"
    last = connection.execute(steps).fetchone()
    size, note = head or (0, "")
    return size, note, last[0] if last else ""


def _keys() -> dict[str, bytes]:
    """Return every secret of the instance: those of the settings, and files of keys in its folder."""
    named = {"log-key": settings.GONGXIN_LOG_KEY.encode(), "secret-key": settings.SECRET_KEY.encode()}
    found = {path.name: path.read_bytes() for path in Path(settings.GONGXIN_DATA).glob("*.pem")}
    return found | named


@contextmanager
def _aside() -> Iterator[Path]:
    """Give a folder on the same disk, for links to files that may go meanwhile."""
    place = Path(settings.GONGXIN_DATA) / ASIDE
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place)


def _link(aside: Path) -> None:
    for name in CHANGING:
        for path in (Path(settings.GONGXIN_DATA) / name).rglob("*"):
            target = aside / path.relative_to(settings.GONGXIN_DATA)
            try:
                if path.is_file() and not target.exists():
                    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    os.link(path, target)
            except FileNotFoundError:  # its batch was done this very moment
                continue


def _collect(file: Path, aside: Path) -> None:
    data = Path(settings.GONGXIN_DATA)
    with tarfile.open(file, "w") as archive:
        for name in CHANGING:
            if (aside / name).exists():
                archive.add(aside / name, name)
        for folder in sorted(path for path in data.iterdir() if path.is_dir()):
            if folder.name not in LEFT_OUT | {ASIDE}:
                _add(archive, folder, data)


def _add(archive: tarfile.TarFile, folder: Path, root: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix != ".draft":
            try:
                archive.add(path, str(path.relative_to(root)))
            except FileNotFoundError:
                continue


def _write(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    with file.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
