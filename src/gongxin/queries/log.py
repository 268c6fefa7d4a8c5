"""The transparency log as anyone may read it: checkpoints, tiles, proofs."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.ledger import tree
from gongxin.ledger.statement import NAMES, Statement
from gongxin.ledger.tile import HEIGHT, WIDTH, TilePath, reader
from gongxin.queries.item import hides_fields
from gongxin.queries.reading import row, rows

LENGTH_OF_ENTRY = (32).to_bytes(2, "big")


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """The newest statement of the log about itself; `note` is the signed text."""

    size: int
    root: bytes
    note: str
    signed_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Proof that an entry stands in the log.

    `salt` and `statement` open the leaf, which is SHA-256(salt || statement). They are None where the viewer
    may not read all of the entry; the proof then shows that something unchanged stands there.
    """

    leaf: bytes
    index: int
    size: int
    hashes: tuple[bytes, ...]
    salt: bytes | None
    statement: str | None
    checkpoint: str


class EmptyLog(Exception):
    """Nothing has been entered yet, so there is no checkpoint."""

    def __init__(self) -> None:
        super().__init__(
            "日志还是空的，尚无检查点。首批信息入库后即有。"
            " / The log is empty and has no checkpoint yet; the first batch makes one."
        )


class NoTile(Exception):
    """The log does not reach that far."""

    def __init__(self, path: TilePath) -> None:
        super().__init__(
            f"日志没有 {path.text()}。请按最新检查点的大小计算地址。"
            f" / The log has no {path.text()}. Compute addresses from the newest checkpoint's size."
        )


def checkpoint() -> SignedCheckpoint:
    """Return the newest checkpoint.

    Raises:
        EmptyLog: there is none yet.
    """
    found = row(
        "SELECT size, root, note, signed_at FROM log_checkpoint ORDER BY size DESC LIMIT 1", prepare=True
    )
    if found is None:
        raise EmptyLog
    return SignedCheckpoint(found[0], bytes(found[1]), found[2], found[3])


def tile(path: TilePath) -> bytes:
    """Return the hashes of a tile, or the entries of a bundle, as C2SP tlog-tiles lays them out.

    Raises:
        NoTile: the log is shorter.
    """
    if path.level is None:
        return _entry_bundle(path)
    sql = "SELECT hashes FROM log_tile WHERE level = %(level)s AND number = %(number)s AND width >= %(width)s"
    found = row(sql, {"level": path.level, "number": _bounded(path), "width": path.width}, prepare=True)
    if found is None:
        raise NoTile(path)
    return bytes(found[0])[: 32 * path.width]


def _entry_bundle(path: TilePath) -> bytes:
    first = _bounded(path) * WIDTH + 1
    sql = (
        "SELECT commitment FROM entry WHERE sequence BETWEEN %(first)s AND %(last)s"
        " AND sequence <= (SELECT max(size) FROM log_checkpoint) ORDER BY sequence"
    )
    found = rows(sql, {"first": first, "last": first + path.width - 1})
    if len(found) < path.width:
        raise NoTile(path)
    return b"".join(LENGTH_OF_ENTRY + bytes(commitment) for (commitment,) in found)


def _bounded(path: TilePath) -> int:
    if path.number >= 1 << 48:
        raise NoTile(path)
    return path.number


def inclusion(sequence: int, *, viewer: Viewer, on: datetime.date) -> Inclusion:
    """Return the proof that an entry stands in the log of the newest checkpoint.

    Raises:
        EmptyLog: there is no checkpoint yet.
        NoSuchProof: the log is shorter.
    """
    newest = checkpoint()
    sight = condition(viewer, on=on)
    columns = ", ".join(f'e."{name}"' for name in NAMES)
    sql = f"SELECT e.commitment, e.salt, {sight.sql}, {columns} FROM entry e WHERE e.sequence = %(sequence)s"
    values = {**sight.values, "sequence": sequence}
    found = row(sql, values, prepare=True) if sequence <= newest.size else None
    if found is None:
        raise tree.NoSuchProof(sequence, newest.size)
    leaf, salt, is_seen, *facts = found
    index = sequence - 1
    opened = Statement(**dict(zip(NAMES, facts, strict=True))) if is_seen else None
    if opened and hides_fields(opened.item, opened.edition, opened.content, viewer):
        opened = None
    return Inclusion(
        leaf=bytes(leaf),
        index=index,
        size=newest.size,
        hashes=tree.inclusion(index, newest.size, _reader(_places(index, newest.size))),
        salt=bytes(salt) if opened else None,
        statement=opened.text() if opened else None,
        checkpoint=newest.note,
    )


def consistency(old: int, new: int) -> tuple[bytes, ...]:
    """Return the hashes that show the log of `old` entries to be the beginning of that of `new`.

    Raises:
        EmptyLog: there is no checkpoint yet.
        NoSuchProof: one of the two sizes was never reached.
    """
    size = checkpoint().size
    if not 0 < old <= new <= size:
        raise tree.NoSuchProof(max(old, new), size)
    return tree.consistency(old, new, _reader([*_places(old - 1, new), *_places(new - 1, new)]))


def _places(index: int, size: int) -> list[tuple[int, int]]:
    """Return the tiles on the way up from a leaf, and those along the right edge of the log."""
    places = []
    for level in range(HEIGHT):
        last = (size >> (HEIGHT * level)) - 1
        if last < 0:
            break
        places.extend([(level, index >> (HEIGHT * (level + 1))), (level, last >> HEIGHT)])
        places.append((level, max(0, (index >> (HEIGHT * (level + 1))) - 1)))
    return places


def _reader(places: Iterable[tuple[int, int]]) -> tree.Read:
    """Return a reader of the tree whose likely tiles come in one round trip; others come when asked for."""
    held = _tiles(sorted(set(places)))

    def fetch(level: int, number: int) -> bytes:
        if (level, number) not in held:
            held.update(_tiles([(level, number)]))
        return held[level, number]

    return reader(fetch)


def _tiles(places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    sql = (
        "SELECT level, number, hashes FROM log_tile WHERE (level, number) IN"
        " (SELECT * FROM unnest(%(levels)s::smallint[], %(numbers)s::bigint[]))"
    )
    values = {"levels": [level for level, _ in places], "numbers": [number for _, number in places]}
    return {(level, number): bytes(hashes) for level, number, hashes in rows(sql, values, prepare=True)}
