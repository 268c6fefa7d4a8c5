"""The files of deliveries in the data folder: made part by part, gone with the contract."""

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

PARTS, ARCHIVE, DRAFT, MANIFEST = "parts", "delivery.zip", "delivery.draft", "manifest.json"
AT_ONCE = 1 << 20


def folder(delivery: UUID) -> Path:
    return Path(settings.GONGXIN_DATA) / "deliveries" / str(delivery)


def archive(delivery: UUID) -> Path | None:
    """Return where the finished file stands; None where there is none."""
    path = folder(delivery) / ARCHIVE
    return path if path.is_file() else None


def write_part(delivery: UUID, name: str, lines: Iterable[str]) -> None:
    """Write a part safely to disk; one that a killed process left is written over."""
    place = folder(delivery) / PARTS
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.mkdir(exist_ok=True, mode=0o700)
    draft = place / f"{name}.draft"
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place / name)


def begin_archive(delivery: UUID, files: Iterable[tuple[str, bytes, str]]) -> dict[str, str]:
    """Put the parts together into the archive's draft and return each file's SHA-256.

    A file is its name, its first bytes and the suffix of its parts.
    """
    digests = {}
    with zipfile.ZipFile(folder(delivery) / DRAFT, "w", zipfile.ZIP_DEFLATED) as draft:
        for name, head, suffix in files:
            digest = sha256()
            with draft.open(name, "w", force_zip64=True) as file:
                for piece in (head, *_pieces(delivery, suffix)):
                    digest.update(piece)
                    file.write(piece)
            digests[name] = digest.hexdigest()
    return digests


def end_archive(delivery: UUID, manifest: str) -> None:
    """Add the manifest to the draft, and let the draft be the archive; the parts go."""
    draft = folder(delivery) / DRAFT
    with zipfile.ZipFile(draft, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(MANIFEST, manifest)
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(folder(delivery) / ARCHIVE)
    shutil.rmtree(folder(delivery) / PARTS, ignore_errors=True)


def remove(delivery: UUID) -> None:
    """Remove whatever was made: nothing of the delivery can be read any more."""
    shutil.rmtree(folder(delivery), ignore_errors=True)


def _pieces(delivery: UUID, suffix: str) -> Iterator[bytes]:
    for part in sorted((folder(delivery) / PARTS).glob(f"*{suffix}")):
        with part.open("rb") as file:
            while piece := file.read(AT_ONCE):
                yield piece
