"""The auditor believes nothing but what it can recompute from what the log serves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.ledger import checkpoint, tile, tree
from gongxin.ledger.audit import LogNotHonest, audit
from gongxin.ledger.checkpoint import Checkpoint, CheckpointNotGenuine
from gongxin.ledger.key import Signer

SIGNER = Signer("example.org/log", bytes(range(32)))
ENTRIES = [number.to_bytes(32, "big") for number in range(70_000)]


class Server:
    """A log as it is served: a folder of files."""

    def __init__(self, entries: list[bytes], signer: Signer = SIGNER) -> None:
        self.entries = entries
        hashes = tree.leaf_hashes(entries)
        self.tiles = {(one.level, one.number): one.hashes for one in tile.append(hashes, size=0, edge={})}
        root = tree.root(len(entries), tree.reader_of(hashes))
        self.note = checkpoint.sign(Checkpoint(signer.name, len(entries), root), signer)
        self.asked: list[str] = []

    def fetch(self, path: str) -> bytes:
        self.asked.append(path)
        if path == "checkpoint":
            return self.note.encode()
        place = tile.parse_path(path)
        if place.level is not None:
            hashes = self.tiles[place.level, place.number]
            assert len(hashes) == place.width * 32, "a partial tile is only asked for while it is partial"
            return hashes
        start = place.number * 256
        return b"".join(b"\x00\x20" + entry for entry in self.entries[start : start + place.width])


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 2000), st.integers(0, 1500))
def test_an_honest_log_is_followed_as_it_grows(old, added):
    before, after = Server(ENTRIES[:old]), Server(ENTRIES[: old + added])

    first = audit(before.fetch, SIGNER.verifier, last=None)
    second = audit(after.fetch, SIGNER.verifier, last=first.note)

    assert (first.checkpoint.size, first.entries) == (old, old)
    assert second.checkpoint.size == old + added
    assert second.entries < added + 256


def test_a_large_log_is_followed_without_reading_it_again():
    server = Server(ENTRIES)

    audit(server.fetch, SIGNER.verifier, last=Server(ENTRIES[:69_990]).note)

    assert len(server.asked) < 12


def test_a_shrunk_log_is_refused():
    with pytest.raises(LogNotHonest, match="变短"):
        audit(Server(ENTRIES[:500]).fetch, SIGNER.verifier, last=Server(ENTRIES[:501]).note)


def test_two_logs_of_one_size_are_a_split_log():
    other = [*ENTRIES[:499], b"\xff" * 32]

    with pytest.raises(LogNotHonest, match="分叉"):
        audit(Server(other).fetch, SIGNER.verifier, last=Server(ENTRIES[:500]).note)


@pytest.mark.parametrize("changed", [0, 255, 256, 498])
@pytest.mark.parametrize("full", [False, True])
def test_a_grown_log_with_a_changed_past_is_a_split_log(changed, full):
    other = ENTRIES[:800]
    other[changed] = b"\xff" * 32

    with pytest.raises(LogNotHonest, match="分叉"):
        audit(Server(other).fetch, SIGNER.verifier, last=Server(ENTRIES[:500]).note, full=full)


@settings(max_examples=25, deadline=None)
@given(st.integers(300, 900), st.data())
def test_one_flipped_bit_in_an_entry_or_tile_served_is_found(size, data):
    server = Server(ENTRIES[:size])
    bit = data.draw(st.integers(0, 8 * 32 - 1))
    index = data.draw(st.integers(0, size - 1))
    if data.draw(st.booleans()):
        server.entries = [*ENTRIES[:index], _flip(ENTRIES[index], bit), *ENTRIES[index + 1 : size]]
    else:
        place = data.draw(st.sampled_from(sorted(server.tiles)))
        server.tiles[place] = _flip(server.tiles[place], bit)

    with pytest.raises(LogNotHonest):
        audit(server.fetch, SIGNER.verifier, last=None)


@pytest.mark.parametrize("damage", ["drop", "swap", "repeat"])
def test_dropped_swapped_and_repeated_entries_are_found(damage):
    server = Server(ENTRIES[:600])
    entries = list(server.entries)
    match damage:
        case "drop":
            del entries[300]
        case "swap":
            entries[300], entries[301] = entries[301], entries[300]
        case "repeat":
            entries[300] = entries[299]
    server.entries = entries

    with pytest.raises(LogNotHonest):
        audit(server.fetch, SIGNER.verifier, last=None)


def test_a_checkpoint_of_another_key_is_refused():
    server = Server(ENTRIES[:10], Signer("example.org/log", bytes(32)))

    with pytest.raises(CheckpointNotGenuine):
        audit(server.fetch, SIGNER.verifier, last=None)


def _flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
