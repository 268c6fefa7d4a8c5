"""The Merkle log's tables: tiles and checkpoints grow with every commit to the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from gongxin.actions.key import signer
from gongxin.ledger import checkpoint, tile, tree
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.tile import HEIGHT, WIDTH, Tile
from gongxin.store.copy import Target, copy_rows

WRITING = 0x676F6E67_78696E  # the one lock every writer of the ledger takes: "gongxin"
LEVELS = 8
PIECE = 1 << 18  # leaves whose hashes stand in memory at a time


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends; `note` is empty while it has no entry. `now` is never before the last commit."""

    size: int
    note: str
    now: datetime


@contextmanager
def writing() -> Iterator[Head]:
    """Hold the ledger for writing until the transaction ends; writers come one after the other."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING])
        yield head()


def head() -> Head:
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, note, signed_at FROM log_checkpoint ORDER BY size DESC LIMIT 1")
        found = cursor.fetchone()
    now = timezone.now()
    return Head(found[0], found[1], max(now, found[2])) if found else Head(0, "", now)


def extend(head: Head, leaves: Sequence[bytes]) -> Head:
    """Append the leaves, sign the new checkpoint, and return where the log ends now."""
    if not leaves:
        return head
    size, fresh = head.size, dict[tuple[int, int], bytes]()
    for at in range(0, len(leaves), PIECE):
        piece = leaves[at : at + PIECE]
        fresh = _grow(size, piece)
        size += len(piece)
    root = tree.root(
        size, tile.reader(lambda level, number: fresh.get((level, number)) or _tile(level, number))
    )
    key = signer()
    note = checkpoint.sign(Checkpoint(key.name, size, root), key)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO log_checkpoint (size, root, note, signed_at) VALUES (%s, %s, %s, %s)",
            [size, root, note, head.now],
        )
    return Head(size, note, head.now)


def _grow(size: int, leaves: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
    """Write the tiles that are new or longer with the leaves, and return their hashes by place."""
    edge = _edge(size)
    changed = tile.append(tree.leaf_hashes(leaves), size=size, edge=edge)
    _write(changed, edge)
    return {(one.level, one.number): one.hashes for one in changed}


def _edge(size: int) -> dict[int, bytes]:
    """Return the partial tiles at the right edge by level."""
    counts = ((level, size >> (HEIGHT * level)) for level in range(LEVELS))
    return {level: _tile(level, count // WIDTH) for level, count in counts if count % WIDTH}


def _tile(level: int, number: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hashes FROM log_tile WHERE level = %s AND number = %s", [level, number])
        (hashes,) = cursor.fetchone()
    return bytes(hashes)


def _write(changed: Sequence[Tile], edge: Mapping[int, bytes]) -> None:
    first: dict[int, int] = {}
    for one in changed:
        first.setdefault(one.level, one.number)
    grown = [one for one in changed if one.level in edge and one.number == first[one.level]]
    with connection.cursor() as cursor:
        for one in grown:
            cursor.execute(
                "UPDATE log_tile SET width = %s, hashes = %s WHERE level = %s AND number = %s",
                [one.width, one.hashes, one.level, one.number],
            )
    new = (one for one in changed if one not in grown)
    columns = ("level", "number", "width", "hashes")
    copy_rows(((one.level, one.number, one.width, one.hashes) for one in new), Target("log_tile", columns))
