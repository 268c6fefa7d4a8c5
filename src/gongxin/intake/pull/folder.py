"""A drop folder: files that somebody puts there are read and left alone."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from gongxin.intake.masking import masked_text
from gongxin.intake.pull.failure import PullFailed
from gongxin.intake.pull.fetched import SUFFIXES, Fetched, write_down
from gongxin.intake.pull.reach import Reach

SETTLED_SECONDS = 5  # a file younger than this may still be written to
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Drop:
    """A folder below a drop folder: which names are wanted, which files (name, stamp) are known already, and
    up to when (seconds since 1970) a file must have been written to be whole."""

    location: str
    pattern: str
    known: frozenset[tuple[str, str]]
    settled_before: float


def place_of(location: str, reach: Reach) -> Path:
    """Return the folder that a location names below one of the drop folders.

    Raises:
        PullFailed: there is none, or the location leads out of it.
    """
    named = "" if "\x00" in location else location
    for root in (folder.resolve() for folder in reach.folders if named):
        place = (root / named).resolve()
        if place.is_relative_to(root) and place.is_dir():
            return place
    raise PullFailed(
        f"投放目录下没有文件夹 {location[:100]!r}。请核对名称，并由运维核对 GONGXIN_PULL_FOLDERS。",
        f"No folder {location[:100]!r} below the drop folders; check the name and GONGXIN_PULL_FOLDERS.",
    )


def waiting(drop: Drop, place: Path) -> list[tuple[Path, str]]:
    """Return (file, stamp) of the plain files that are wanted, new and whole, oldest first."""
    found = []
    for path in place.iterdir():
        facts = path.lstat()
        stamp = f"{facts.st_mtime_ns}-{facts.st_size}"
        is_wanted = path.suffix.lower() in SUFFIXES and fnmatchcase(path.name, drop.pattern or "*")
        is_plain = stat.S_ISREG(facts.st_mode) and not path.name.startswith(".")
        is_whole = facts.st_mtime <= drop.settled_before
        if is_wanted and is_plain and is_whole and (masked_text(path.name), stamp) not in drop.known:
            found.append((facts.st_mtime_ns, path, stamp))
    return [(path, stamp) for _, path, stamp in sorted(found)]


def fetch(path: Path, stamp: str, into: Path, *, most_bytes: int) -> Fetched:
    """Return a copy of the file; one that changes while it is read is left for next time.

    Raises:
        PullFailed: the file is too large, went away, or changed.
    """
    copy = into / f"fetched{path.suffix.lower()}"
    try:
        # A link put in the file's place meanwhile is not followed.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            digest = write_down(iter(lambda: file.read(CHUNK), b""), copy, most_bytes=most_bytes)
            facts = os.fstat(file.fileno())
    except OSError as error:
        raise PullFailed(
            f"文件 {path.name} 无法读取（{error.strerror}）。请核对权限。",
            f"The file {path.name} cannot be read ({error.strerror}); check its rights.",
        ) from error
    if f"{facts.st_mtime_ns}-{facts.st_size}" != stamp:
        raise PullFailed(
            f"文件 {path.name} 还在写入，下次再取。", f"The file {path.name} is still being written to."
        )
    return Fetched(copy, path.name, digest, stamp)


def fetch_all(drop: Drop, reach: Reach, into: Path) -> Iterator[Fetched]:
    """Yield a copy of each new file, one at a time: the copy is gone when the next one comes."""
    for path, stamp in waiting(drop, place_of(drop.location, reach)):
        fetched = fetch(path, stamp, into, most_bytes=reach.most_bytes)
        yield fetched
        fetched.path.unlink(missing_ok=True)
