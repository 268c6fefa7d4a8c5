"""A snapshot of what counts, as Parquet, for engines that run elsewhere: true for one position of the log.

It holds what an evaluation reads and no more: final official records that may be used, as they stood at the
position, and what they say on the day. A later snapshot of the same day and position has the same rows.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from gongxin.catalogue.edition import Edition
from gongxin.engine.duckdb import connect
from gongxin.engine.parquet import BUCKETS, Part, write_buckets
from gongxin.evaluation.counting import Position, counting
from gongxin.evaluation.source import ENTRY, ORGANISATION, TYPES, organisation_sql
from gongxin.queries.reading import row
from gongxin.store.copy_out import ARRIVING, copy_out

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class ParquetSnapshot:
    """What a snapshot is true for, and its files; `note` is the signed checkpoint of the position."""

    on: date
    size: int
    note: str
    edition: str
    buckets: int
    parts: Sequence[Part]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    def as_json(self) -> dict[str, object]:
        """Return the manifest."""
        return {**asdict(self), "on": self.on.isoformat()}


class FolderNotEmpty(Exception):
    """A snapshot was to be written where something is already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"文件夹 {folder} 不是空的，没有写入。请换一个新文件夹。"
            f" / {folder} is not empty, and nothing was written; name a new folder."
        )


def write_snapshot(
    folder: Path, *, edition: Edition, on: date, known_at: datetime | None = None
) -> ParquetSnapshot:
    """Write the snapshot of a day as the ledger was known at a moment; None: now.

    Raises:
        FolderNotEmpty: the folder has something in it.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    size, note = _position(known_at)
    parts = tuple(_parts(folder.resolve(), edition, Position(on, size)))
    done = ParquetSnapshot(on, size, note, edition.code, BUCKETS, parts)
    # Last: a folder without it is unfinished.
    manifest = folder / MANIFEST
    manifest.write_text(json.dumps(done.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return done


def _position(known_at: datetime | None) -> tuple[int, str]:
    found = row(
        "SELECT size, note FROM log_checkpoint"
        " WHERE %(known_at)s::timestamptz IS NULL OR signed_at <= %(known_at)s ORDER BY size DESC LIMIT 1",
        {"known_at": known_at},
    )
    return (found[0], found[1]) if found else (0, "")


def _parts(folder: Path, edition: Edition, position: Position) -> Iterator[Part]:
    with closing(connect(folder, files=[])) as rows:
        columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
        rows.execute(f"CREATE TABLE {ENTRY} ({columns})")
        for item in edition.items:
            wanted = counting(item, position, with_content=True)
            into = f"INSERT INTO {ENTRY} SELECT * FROM {ARRIVING}"
            copy_out(rows, into, select=wanted.sql, values=wanted.values, types=TYPES)
        rows.execute(f"CREATE TABLE {ORGANISATION} AS {organisation_sql()}")
        for relation in (ENTRY, ORGANISATION):
            yield from write_buckets(rows, relation, folder)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
