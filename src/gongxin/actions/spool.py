"""The folder of a batch under way: the file as received and what it is, until the results are written.

Originals are never kept: the folder goes when the batch is finished. A process that works on a batch holds
its lock, which ends with the process, so that a restart knows which batches nobody works on.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from gongxin.intake.mapping import HeaderMapping
from gongxin.intake.source import Source
from gongxin.intake.unreadable import Unreadable

ORDER = "order.json"
FORGOTTEN_SECONDS = 24 * 3600  # no upload takes so long


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with the file: what the submitter said."""

    item: str
    unit: str
    on: date
    submitted_by: str


class NotStored(Exception):
    """The upload could not be put on disk."""

    def __init__(self, fault: OSError) -> None:
        super().__init__(
            f"文件没有收下：磁盘写入失败（{fault.strerror}）。请通知运维检查磁盘空间，稍后重新报送。"
            f" / The file was not taken: the disk does not write ({fault.strerror}). Free space, send again."
        )


def folder(batch: UUID) -> Path:
    return Path(settings.GONGXIN_DATA) / "spool" / str(batch)


def results(batch: UUID) -> Path:
    """Return where the result files of a batch stand once it is finished."""
    return Path(settings.GONGXIN_DATA) / "results" / str(batch)


def held_rows(batch: UUID) -> Path:
    """Return where the clean rows of a held batch wait for the decision."""
    return Path(settings.GONGXIN_DATA) / "held" / f"{batch}.parquet"


def held_shown(batch: UUID) -> Path:
    """Return where a held batch's result table waits to be written again, masked as its unit has it."""
    return held_rows(batch).with_suffix(".shown.parquet")


def put(batch: UUID, source: Source, order: Order) -> None:
    """Take the file over, safely on disk, under a name that gives away nothing.

    Raises:
        Unreadable: there is no such file.
        NotStored: the disk does not take it.
    """
    if not source.path.is_file():
        raise Unreadable(f"没有文件 {source.path}。", f"There is no file {source.path}.")
    try:
        _put(folder(batch), batch, source, order)
    except OSError as fault:
        raise NotStored(fault) from fault


def _put(place: Path, batch: UUID, source: Source, order: Order) -> None:
    with source.path.open("rb") as received, _file(batch, source.name).open("wb") as kept:
        shutil.copyfileobj(received, kept, 1 << 20)
        _settle(kept.fileno())
    said = {
        "file_name": source.name,
        "sheet": source.sheet,
        "mapping": asdict(source.mapping) if source.mapping else None,
        "order": asdict(order) | {"on": order.on.isoformat()},
    }
    with (place / ORDER).open("w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False, default=dict)
        _settle(file.fileno())
    for changed in (place, place.parent):
        descriptor = os.open(changed, os.O_RDONLY)
        _settle(descriptor)
        os.close(descriptor)


def take(batch: UUID) -> tuple[Source, Order]:
    said = json.loads((folder(batch) / ORDER).read_text("utf-8"))
    order = said["order"]
    source = Source(
        path=_file(batch, said["file_name"]),
        file_name=said["file_name"],
        sheet=said["sheet"],
        mapping=_mapping(said["mapping"]),
        memory_limit=settings.GONGXIN_MEMORY_LIMIT,
        work_in=folder(batch),
    )
    return source, Order(**{**order, "on": date.fromisoformat(order["on"])})


def is_whole(batch: UUID) -> bool:
    """Say whether the file was taken over to its end: the order is written after it."""
    try:
        json.loads((folder(batch) / ORDER).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return True


def remove(batch: UUID) -> None:
    shutil.rmtree(folder(batch), ignore_errors=True)


def sweep() -> None:
    """Remove uploads whose process was killed before it handed them over."""
    for left in settings.FILE_UPLOAD_TEMP_DIR.iterdir():
        if time.time() - left.stat().st_mtime > FORGOTTEN_SECONDS:
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def waiting() -> list[UUID]:
    place = Path(settings.GONGXIN_DATA) / "spool"
    return [UUID(one.name) for one in sorted(place.iterdir())] if place.is_dir() else []


@contextmanager
def beginning(batch: UUID) -> Iterator[None]:
    """Make the folder of a new batch and hold it."""
    with _one_at_a_time():
        folder(batch).mkdir(parents=True, mode=0o700)
        descriptor = _held(batch)
    assert descriptor is not None
    try:
        yield
    finally:
        if not is_whole(batch):
            remove(batch)
        os.close(descriptor)


@contextmanager
def working_on(batch: UUID) -> Iterator[bool]:
    """Hold the batch; False: another process works on it, or its folder is gone."""
    with _one_at_a_time():
        descriptor = _held(batch)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """So that nobody finds a folder between its making and its being held."""
    place = Path(settings.GONGXIN_DATA) / "spool"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (place.parent / "spool.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _held(batch: UUID) -> int | None:
    try:
        descriptor = os.open(folder(batch), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _file(batch: UUID, name: str) -> Path:
    return folder(batch) / f"received{Path(name).suffix.lower()[:10]}"


def _settle(descriptor: int) -> None:
    os.fsync(descriptor)


def _mapping(said: Mapping[str, Any] | None) -> HeaderMapping | None:
    return HeaderMapping(**said) if said else None
