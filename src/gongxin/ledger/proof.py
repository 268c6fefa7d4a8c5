"""Checking the proofs of a log: knows nothing of tiles or tables, only hashes (RFC 9162, 2.1.3 and 2.1.4)."""

from collections.abc import Sequence

from gongxin.ledger.tree import node_hash


def includes(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Say whether the path leads from this leaf at `index` to the root of a log of `size`."""
    sides = _sides(index, size - 1, len(path)) if 0 <= index < size else None
    if sides is None:
        return False
    result = leaf_hash
    for hash_, is_left in zip(path, sides, strict=True):
        result = node_hash(hash_, result) if is_left else node_hash(result, hash_)
    return result == root


def extends(old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]) -> bool:
    """Say whether the log (size, root) `old` is the beginning of the log `new`."""
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size < new_size:
        return old == new and old_size > 0 and not path
    # Where the older log is one complete subtree, its root opens the path and is not sent.
    hashes = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    sides = _sides(node, last, len(hashes) - 1) if hashes else None
    if sides is None:
        return False
    first = second = hashes[0]
    for hash_, is_left in zip(hashes[1:], sides, strict=True):
        first = node_hash(hash_, first) if is_left else first
        second = node_hash(hash_, second) if is_left else node_hash(second, hash_)
    return (first, second) == (old_root, new_root)


def _sides(node: int, last: int, length: int) -> list[bool] | None:
    """Return for each hash of a path whether it stands left, from `node` up; None: the length is wrong."""
    sides = []
    for _ in range(length):
        if last == 0:
            return None
        is_left = bool(node & 1) or node == last
        sides.append(is_left)
        while is_left and not node & 1 and node:
            node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
    return sides if last == 0 else None
