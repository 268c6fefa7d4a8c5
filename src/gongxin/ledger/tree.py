"""The Merkle tree of RFC 6962: hashes, roots, and the proofs a log gives.

A log of millions is never read whole: `Read` gives the hash of one complete subtree, (level, index), where
level 0 is a leaf and subtree `index` of a level covers [index * 2**level, (index + 1) * 2**level).
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Read = Callable[[int, int], bytes]
EMPTY_ROOT = sha256(b"").digest()


class NoSuchProof(Exception):
    """The log is shorter than what is to be proven."""

    def __init__(self, wanted: int, size: int) -> None:
        super().__init__(
            f"日志只有 {size} 条，无法证明第 {wanted} 条。请先取得较新的检查点。"
            f" / The log has {size} entries and proves nothing about {wanted}. Take a newer checkpoint first."
        )


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def leaf_hashes(leaves: Sequence[bytes]) -> list[bytes]:
    """Return `leaf_hash` of each; the bulk form."""
    return [sha256(b"\x00" + leaf).digest() for leaf in leaves]


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def parents(hashes: Sequence[bytes]) -> list[bytes]:
    """Return the next level of an even number of hashes."""
    pairs = zip(hashes[::2], hashes[1::2], strict=True)
    return [sha256(b"\x01" + left + right).digest() for left, right in pairs]


def root(size: int, read: Read) -> bytes:
    """Return the root of the first `size` leaves."""
    return range_hash(0, size, read) if size else EMPTY_ROOT


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root of all the leaves, without tiles."""
    return root(len(leaves), reader_of(leaf_hashes(leaves)))


def reader_of(hashes: Sequence[bytes]) -> Read:
    """Return a reader over leaf hashes held in memory."""
    levels = [list(hashes)]
    while len(levels[-1]) > 1:
        lower = levels[-1]
        levels.append(parents(lower[: len(lower) // 2 * 2]))
    return lambda level, index: levels[level][index]


def range_hash(start: int, end: int, read: Read) -> bytes:
    """Return the root over the leaves [start, end), where `start` is where RFC 6962 would split."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return read(level, start >> level)
    half = _split(width)
    return node_hash(range_hash(start, start + half, read), range_hash(start + half, end, read))


def inclusion(index: int, size: int, read: Read) -> tuple[bytes, ...]:
    """Return the hashes that lead from leaf `index` to the root of `size` leaves, lowest first.

    Raises:
        NoSuchProof: the leaf is not in a log of this size.
    """
    if not 0 <= index < size:
        raise NoSuchProof(index + 1, size)
    return tuple(_path(index, 0, size, read))


def _path(index: int, start: int, end: int, read: Read) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, read), range_hash(middle, end, read)]
    return [*_path(index, middle, end, read), range_hash(start, middle, read)]


def consistency(old: int, new: int, read: Read) -> tuple[bytes, ...]:
    """Return the hashes that show the log of `old` entries (1 or more) to be the beginning of that of `new`.

    Raises:
        NoSuchProof: the older log is empty or the longer one.
    """
    if not 0 < old <= new:
        raise NoSuchProof(old, new)
    return tuple(_consistent(old, 0, new, read, is_known=True))


def _consistent(old: int, start: int, end: int, read: Read, *, is_known: bool) -> list[bytes]:
    if old == end:
        return [] if is_known else [range_hash(start, end, read)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_consistent(old, start, middle, read, is_known=is_known), range_hash(middle, end, read)]
    return [*_consistent(old, middle, end, read, is_known=False), range_hash(start, middle, read)]


def _split(width: int) -> int:
    """Return the largest power of two below `width` (2 or more)."""
    return 1 << ((width - 1).bit_length() - 1)
