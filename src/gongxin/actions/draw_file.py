"""The published files of a draw: made beside their place, put there as the last thing before the commit."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from gongxin.supervision.draw import DRAW, RESULT, TICKETS
from gongxin.supervision.pool import PLAN, POOL

FILES = (POOL, PLAN, TICKETS, RESULT, DRAW)


def folder_of(draw: UUID) -> Path:
    """Return where the files of a draw lie; what of them is published, its row says."""
    return Path(settings.GONGXIN_DATA) / "draws" / str(draw)


@contextmanager
def working(draw: UUID) -> Iterator[Path]:
    """Work beside what is published, in a folder that goes in any case."""
    target = folder_of(draw)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".draw-", dir=target.parent) as work:
        yield Path(work)


def publish(folder: Path, draw: UUID) -> None:
    """The last thing before the commit: a folder that is ahead of its row is written anew by the next try."""
    for name in FILES:
        if (folder / name).exists():
            shutil.move(folder / name, folder_of(draw) / name)


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    found = {}
    for name in names:
        with (folder / name).open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
