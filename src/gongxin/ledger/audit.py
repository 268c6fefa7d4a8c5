"""Auditing a log from outside: only what it serves, and what it said last time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongxin.ledger import tile, tree
from gongxin.ledger.checkpoint import Checkpoint, read
from gongxin.ledger.key import Verifier
from gongxin.ledger.tile import HASH, HEIGHT, WIDTH, TilePath

LENGTH = 2  # bytes before each entry of a bundle
LEVELS = 8

Fetch = Callable[[str], bytes]


class LogNotHonest(Exception):
    """The log contradicts itself or what it said before."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            f"审计不通过：{zh}。请保留两份检查点作为证据，并向监督部门报告。"
            f" / The audit failed: {en}. Keep both checkpoints as evidence and report them."
        )


@dataclass(frozen=True, slots=True)
class Audited:
    """What was found sound: the checkpoint, its note, and how many entries were read again."""

    checkpoint: Checkpoint
    note: str
    entries: int


def audit(fetch: Fetch, verifier: Verifier, *, last: str | None, full: bool = False) -> Audited:
    """Return the log's newest checkpoint once everything it serves since `last` (a note) fits it.

    Every entry since then, with `full` every entry at all, is read again and hashed up to the root.

    Raises:
        LogNotHonest: it shrank, split, or serves entries or tiles that its checkpoint does not commit to.
        CheckpointNotGenuine: a checkpoint is not signed by the log's key.
    """
    note = fetch("checkpoint").decode()
    new = read(note, verifier)
    old = read(last, verifier) if last else None
    if old is not None:
        _refuse_regress(old, new)
    served = _Served(fetch, new.size)
    known = 0 if full or old is None else old.size
    begin = known // WIDTH * WIDTH
    _refuse_other_tree(served, begin, new, old)
    return Audited(new, note, new.size - begin)


def _refuse_regress(old: Checkpoint, new: Checkpoint) -> None:
    if new.size < old.size:
        raise LogNotHonest(
            f"日志变短了，上次 {old.size} 条，这次 {new.size} 条",
            f"the log shrank from {old.size} to {new.size} entries",
        )
    if new.size == old.size and new.root != old.root:
        raise LogNotHonest(
            f"同为 {new.size} 条却有两个不同的根，日志分叉",
            f"two different roots for {new.size} entries: the log is split",
        )


def _refuse_other_tree(served: "_Served", begin: int, new: Checkpoint, old: Checkpoint | None) -> None:
    """Hash the entries from `begin` on up to the root, and compare roots and tiles."""
    counts = ((level, begin >> (HEIGHT * level)) for level in range(LEVELS))
    edge = {
        level: served.tile(level, count // WIDTH)[: count % WIDTH * HASH]
        for level, count in counts
        if count % WIDTH
    }
    leaves = [tree.leaf_hash(leaf) for leaf in served.entries(begin)]
    fresh = {(one.level, one.number): one.hashes for one in tile.append(leaves, size=begin, edge=edge)}
    read_tree = tile.reader(lambda level, number: fresh.get((level, number)) or served.tile(level, number))
    if tree.root(new.size, read_tree) != new.root:
        raise LogNotHonest("条目与检查点的根不符", "the entries do not lead to the checkpoint's root")
    if old is not None and old.size and tree.root(old.size, read_tree) != old.root:
        raise LogNotHonest(
            f"上次的 {old.size} 条已被改动，日志分叉",
            f"the first {old.size} entries are no longer those of the last checkpoint: the log is split",
        )
    for place, hashes in fresh.items():
        if served.tile(*place) != hashes:
            raise LogNotHonest(f"分片 {place} 与条目不符", f"tile {place} does not fit the entries")


class _Served:
    """The tiles and entry bundles of a log of a given size."""

    def __init__(self, fetch: Fetch, size: int) -> None:
        self._fetch, self._size = fetch, size

    def tile(self, level: int, number: int) -> bytes:
        width = min(WIDTH, (self._size >> (HEIGHT * level)) - number * WIDTH)
        found = self._fetch(TilePath(level, number, width).text())
        if len(found) != width * HASH:
            raise LogNotHonest(f"分片 {level}/{number} 长度不对", f"tile {level}/{number} has a wrong length")
        return found

    def entries(self, begin: int) -> Iterator[bytes]:
        for start in range(begin, self._size, WIDTH):
            width = min(WIDTH, self._size - start)
            found = list(_unpacked(self._fetch(TilePath(None, start // WIDTH, width).text())))
            if len(found) != width:
                raise LogNotHonest(
                    f"条目包 {start // WIDTH} 应有 {width} 条，实有 {len(found)} 条",
                    f"bundle {start // WIDTH} has {len(found)} entries, not {width}",
                )
            yield from found


def _unpacked(bundle: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + LENGTH], "big")
        yield bundle[at + LENGTH : at + LENGTH + length]
        at += LENGTH + length
