"""A file as it was fetched, and how it is written down: never larger than allowed."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gongxin.intake.pull.failure import PullFailed

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Fetched:
    """`stamp` is what the source says of this very file's age and size, where it says so."""

    path: Path
    file_name: str
    digest: str
    stamp: str = ""


def write_down(chunks: Iterable[bytes], path: Path, *, most_bytes: int) -> str:
    """Write the chunks and return their SHA-256, hexadecimal.

    Raises:
        PullFailed: there are more bytes than allowed; what was written is removed.
    """
    digest, size = sha256(), 0
    with path.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > most_bytes:
                out.close()
                path.unlink()
                raise PullFailed(
                    f"文件超过 {most_bytes >> 20} MiB，没有收下。请分批提供。",
                    f"The file is larger than {most_bytes >> 20} MiB and was not taken; give it in parts.",
                )
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()
