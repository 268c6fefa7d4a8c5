"""Recompute the whole ledger from its tables and name everything that does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from gongxin.actions.case_verification import strays
from gongxin.actions.erasure_judging import not_covered
from gongxin.actions.key import verifier as own_verifier
from gongxin.ledger import checkpoint, erasure, receipt, tile, tree
from gongxin.ledger.checkpoint import CheckpointNotGenuine
from gongxin.ledger.erasure import Erased, Erasure
from gongxin.ledger.key import Verifier
from gongxin.ledger.salt import commitment
from gongxin.ledger.seal import SealBroken
from gongxin.ledger.statement import NAMES, Statement
from gongxin.ledger.tile import HEIGHT, WIDTH

CHUNK = 100 * WIDTH  # whole tiles, so that a tile is compared once


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as the log says."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


@dataclass(slots=True)
class _Walk:
    """What is carried from one part of the ledger to the next."""

    size: int = 0
    edge: dict[int, bytes] = field(default_factory=dict)
    empty: dict[int, Erased] = field(default_factory=dict)
    erased: dict[int, Erased] = field(default_factory=dict)
    erasures: dict[int, Erasure] = field(default_factory=dict)


def verify(verifier: Verifier | None = None) -> Iterator[Problem]:
    """Yield everything wrong: entries, digests, tiles, checkpoints, versions, erasures, receipts, cases."""
    verifier = verifier or own_verifier()
    walk = _Walk()
    yield from _entries(walk, verifier)
    yield from _erasures(walk)
    yield from _tiles(walk)
    yield from _checkpoints(walk, verifier)
    yield from _versions()
    yield from _receipts(verifier)
    yield from (Problem(stray.zh, stray.en) for stray in strays())


def _entries(walk: _Walk, verifier: Verifier) -> Iterator[Problem]:
    columns = ", ".join(f'"{name}"' for name in NAMES)
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT salt, commitment, {columns} FROM entry"
                " WHERE sequence > %s ORDER BY sequence LIMIT %s",
                [last, CHUNK],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        for salt, digest, *facts in rows:
            statement = Statement(**dict(zip(NAMES, facts, strict=True)))
            yield from _entry(walk, statement, salt, bytes(digest), verifier)
            if statement.sequence != last + 1:
                missing = f"{last + 1}-{statement.sequence - 1}"
                yield Problem(f"缺少条目 {missing}", f"entries {missing} are missing")
            last = statement.sequence
        yield from _grow(walk, [bytes(row[1]) for row in rows])


def _entry(
    walk: _Walk, statement: Statement, salt: bytes | None, digest: bytes, verifier: Verifier
) -> Iterator[Problem]:
    if statement.content is None or salt is None:
        walk.empty[statement.sequence] = Erased(digest, statement.facts())
        return
    if commitment(bytes(salt), statement.text().encode()) != digest:
        where = statement.sequence
        yield Problem(
            f"条目 {where} 的内容与摘要不符", f"entry {where} does not have the content of its digest"
        )
    if statement.kind == "erasure":
        try:
            said = erasure.read(statement.content, verifier)
            walk.erased.update(said.erased)
            walk.erasures[statement.sequence] = said
        except (SealBroken, ValueError, KeyError) as refusal:
            yield Problem(
                f"删除条目 {statement.sequence} 无效：{refusal}",
                f"the erasure {statement.sequence} is not genuine: {refusal}",
            )


def _grow(walk: _Walk, leaves: list[bytes]) -> Iterator[Problem]:
    changed = tile.append(tree.leaf_hashes(leaves), size=walk.size, edge=walk.edge)
    walk.size += len(leaves)
    walk.edge = {one.level: one.hashes for one in changed if one.width < WIDTH} | {
        level: hashes for level, hashes in walk.edge.items() if not any(one.level == level for one in changed)
    }
    yield from _compare([one for one in changed if one.width == WIDTH])


def _compare(computed: list[tile.Tile]) -> Iterator[Problem]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT level, number, hashes FROM log_tile WHERE (level, number) IN"
            " (SELECT * FROM unnest(%s::smallint[], %s::bigint[]))",
            [[one.level for one in computed], [one.number for one in computed]],
        )
        stored = {(level, number): bytes(hashes) for level, number, hashes in cursor.fetchall()}
    for one in computed:
        if stored.get((one.level, one.number)) != one.hashes:
            where = f"{one.level}/{one.number}"
            yield Problem(f"分片 {where} 与条目不符", f"tile {where} does not fit the entries")


def _erasures(walk: _Walk) -> Iterator[Problem]:
    for sequence, left in walk.empty.items():
        named = walk.erased.get(sequence)
        if named is None or named.commitment != left.commitment:
            yield Problem(
                f"条目 {sequence} 的内容没有了，却没有签名的删除条目说明",
                f"entry {sequence} has lost its content and no signed erasure names it",
            )
        elif named.facts != left.facts:
            yield Problem(
                f"条目 {sequence} 删除内容之后，其余各项又被改动",
                f"entry {sequence} was changed after its content was erased",
            )
    for said, gone in not_covered(walk.erasures):
        yield Problem(
            f"删除条目 {said} 所称的规则不允许删除条目 {gone}",
            f"the rule that erasure {said} names does not let entry {gone} be erased",
        )
    for sequence in walk.erased.keys() - walk.empty.keys():
        yield Problem(
            f"条目 {sequence} 应已删除，内容仍在",
            f"entry {sequence} was erased, but its content is still there",
        )


def _tiles(walk: _Walk) -> Iterator[Problem]:
    yield from _compare(
        [
            tile.Tile(level, (walk.size >> (HEIGHT * level)) // WIDTH, hashes)
            for level, hashes in walk.edge.items()
        ]
    )
    expected = 0
    hashes = walk.size
    while hashes:
        expected += -(-hashes // WIDTH)
        hashes >>= HEIGHT
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM log_tile")
        (stored,) = cursor.fetchone()
    if stored != expected:
        yield Problem(f"应有 {expected} 个分片，实有 {stored} 个", f"{stored} tiles where {expected} belong")


def _checkpoints(walk: _Walk, verifier: Verifier) -> Iterator[Problem]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, root, note FROM log_checkpoint ORDER BY size")
        stored = cursor.fetchall()
    if (stored[-1][0] if stored else 0) != walk.size:
        said = stored[-1][0] if stored else 0
        yield Problem(
            f"检查点到 {said} 条，条目有 {walk.size} 条", f"{walk.size} entries, but {said} checkpointed"
        )
    for size, root, note in stored:
        try:
            said = checkpoint.read(note, verifier)
        except CheckpointNotGenuine as refusal:
            yield Problem(f"检查点 {size}：{refusal}", f"checkpoint {size}: {refusal}")
            continue
        if (said.size, said.root) != (size, bytes(root)) or not _leads_to(walk, said):
            yield Problem(
                f"检查点 {size} 的根与条目不符", f"checkpoint {size} has another root than the entries"
            )


def _leads_to(walk: _Walk, said: checkpoint.Checkpoint) -> bool:
    if said.size > walk.size:
        return False
    try:
        return tree.root(said.size, tile.reader(_stored)) == said.root
    except (TypeError, AssertionError):  # a tile is missing or short; that was said already
        return False


def _stored(level: int, number: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hashes FROM log_tile WHERE level = %s AND number = %s", [level, number])
        (hashes,) = cursor.fetchone()
    return bytes(hashes)


def _versions() -> Iterator[Problem]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.sequence FROM entry e"
            " LEFT JOIN entry later ON later.record = e.record AND later.version = e.version + 1"
            " LEFT JOIN entry earlier ON earlier.record = e.record AND earlier.version = e.version - 1"
            " WHERE e.superseded_by IS DISTINCT FROM later.sequence OR later.sequence <= e.sequence"
            " OR (e.version > 1) <> (earlier.sequence IS NOT NULL) ORDER BY 1"
        )
        broken = [sequence for (sequence,) in cursor.fetchall()]
    for sequence in broken:
        yield Problem(
            f"条目 {sequence} 的版本前后不相接", f"the versions around entry {sequence} do not join"
        )


def _receipts(verifier: Verifier) -> Iterator[Problem]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, receipt, sequence_from, sequence_to, accepted + corrected FROM batch"
            " WHERE receipt <> ''"
        )
        handed_out = cursor.fetchall()
    for batch, text, first, last, taken in handed_out:
        try:
            said = receipt.read(text, verifier)
        except SealBroken as refusal:
            yield Problem(f"批次 {batch} 的回执：{refusal}", f"the receipt of batch {batch}: {refusal}")
            continue
        span = (first, last) if first is not None else None
        if said.batch != str(batch) or said.sequence != span or said.accepted + said.corrected != taken:
            yield Problem(f"批次 {batch} 与其回执不符", f"batch {batch} is not what its receipt says")
