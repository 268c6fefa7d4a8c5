"""Tiles: written as the specification says, grown at the edge, read for proofs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.ledger import tile, tree
from gongxin.ledger.tile import NoSuchTile, TilePath

LEAVES = tree.leaf_hashes([number.to_bytes(4, "big") for number in range(70_000)])


def grow(steps: list[int]) -> dict[tuple[int, int], bytes]:
    """Return the tiles of a log grown in steps, as the tables would hold them."""
    stored: dict[tuple[int, int], bytes] = {}
    size = 0
    for step in steps:
        edge = {
            level: stored[level, (size >> 8 * level) // 256]
            for level in range(3)
            if (size >> 8 * level) % 256
        }
        for new in tile.append(LEAVES[size : size + step], size=size, edge=edge):
            stored[new.level, new.number] = new.hashes
        size += step
    return stored


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (TilePath(0, 0, 256), "tile/0/000"),
        (TilePath(0, 1234067, 256), "tile/0/x001/x234/067"),
        (TilePath(2, 7, 3), "tile/2/007.p/3"),
        (TilePath(None, 1000, 12), "tile/entries/x001/000.p/12"),
    ],
)
def test_addresses_are_those_of_tlog_tiles(path, text):
    assert path.text() == text
    assert tile.parse_path(text) == path


@pytest.mark.parametrize(
    "text",
    ["tile/0/0", "tile/0/001/067", "tile/0/x000/067", "tile/64/000", "tile/0/000.p/0", "tile/0/000.p/257",
     "tile/00/000", "tile/0/000.p/256", "tile/0/../000", "tile/0/000\n"],
)  # fmt: skip
def test_an_address_has_one_spelling(text):
    with pytest.raises(NoSuchTile):
        tile.parse_path(text)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.one_of(st.integers(1, 600), st.sampled_from([255, 256, 257, 65_536])), min_size=1, max_size=6)
)
def test_a_log_grown_in_any_steps_has_the_same_tiles_and_root(steps):
    size = min(sum(steps), len(LEAVES))
    steps = [step for step in steps if sum(steps) <= len(LEAVES)] or [size]

    tiles = grow(steps)

    assert tiles == grow([size])
    read = tile.reader(lambda level, number: tiles[level, number])
    plain = tree.reader_of(LEAVES[:size])
    assert tree.root(size, read) == tree.root(size, plain)
    assert tree.inclusion(size // 2, size, read) == tree.inclusion(size // 2, size, plain)
    assert tree.consistency(max(1, size // 3), size, read) == tree.consistency(max(1, size // 3), size, plain)


def test_a_proof_reads_one_tile_of_each_level_and_the_edge():
    tiles = grow([70_000])
    fetched = []

    def fetch(level: int, number: int) -> bytes:
        fetched.append((level, number))
        return tiles[level, number]

    tree.inclusion(12_345, 70_000, tile.reader(fetch))

    assert len(fetched) == len(set(fetched)) <= 2 * 3
