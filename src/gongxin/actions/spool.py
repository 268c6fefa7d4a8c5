"""The folder of a batch under way: the file as received and what it is, until the results are written.

Originals are never kept: the folder goes when the batch is finished. A process that works on a batch holds
its lock, which ends with the process, so that a restart knows which batches nobody works on.
"""

import fcntl
import json
import os
import shutil
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

ORDER = "order.json"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with the file: what the submitter said."""

    item: str
    unit: str
    on: date
    submitted_by: str


def folder(batch: UUID) -> Path:
    return Path(settings.GONGXIN_DATA) / "spool" / str(batch)


def results(batch: UUID) -> Path:
    """Return where the result files of a batch stand once it is finished."""
    return Path(settings.GONGXIN_DATA) / "results" / str(batch)


def held_rows(batch: UUID) -> Path:
    """Return where the clean rows of a held batch wait for the decision."""
    return Path(settings.GONGXIN_DATA) / "held" / f"{batch}.parquet"


def put(batch: UUID, source: Source, order: Order) -> None:
    """Take the file over, safely on disk, under a name that gives away nothing."""
    place = folder(batch)
    place.mkdir(parents=True, mode=0o700)
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


def take(batch: UUID) -> tuple[Source, Order]:
    said = json.loads((folder(batch) / ORDER).read_text("utf-8"))
    order = said["order"]
    source = Source(
        path=_file(batch, said["file_name"]),
        file_name=said["file_name"],
        sheet=said["sheet"],
        mapping=_mapping(said["mapping"]),
        memory_limit=settings.GONGXIN_MEMORY_LIMIT,
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


def waiting() -> list[UUID]:
    place = Path(settings.GONGXIN_DATA) / "spool"
    return [UUID(one.name) for one in sorted(place.iterdir())] if place.is_dir() else []


@contextmanager
def working_on(batch: UUID) -> Iterator[bool]:
    """Hold the batch; False: another process works on it, or its folder is gone."""
    try:
        handle = os.open(folder(batch), os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)


def _file(batch: UUID, name: str) -> Path:
    return folder(batch) / f"received{Path(name).suffix.lower()[:10]}"


def _settle(handle: int) -> None:
    os.fsync(handle)


def _mapping(said: Mapping[str, Any] | None) -> HeaderMapping | None:
    return HeaderMapping(**said) if said else None
