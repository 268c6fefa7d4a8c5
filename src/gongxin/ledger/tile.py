"""Tiles (C2SP tlog-tiles): the tree in pieces of 256 hashes, so that a log can be served as plain files."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gongxin.ledger.tree import Read, parents

WIDTH = 256
HEIGHT = 8  # a full tile is eight levels of the tree
HASH = 32
PATH = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """Hashes of level `8 * level` of the tree; tile `number` begins at hash 256 * number."""

    level: int
    number: int
    hashes: bytes

    @property
    def width(self) -> int:
        return len(self.hashes) // HASH


@dataclass(frozen=True, slots=True)
class TilePath:
    """A tile's address. `level` None: the entries themselves."""

    level: int | None
    number: int
    width: int

    def text(self) -> str:
        digits = f"{self.number:03d}"
        groups = _in_threes(digits)
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join([*('x' + group for group in groups[:-1]), groups[-1]])}{partial}"


class NoSuchTile(Exception):
    """The address is not one of a tile."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path!r} 不是日志分片的地址，应类似 tile/0/x001/067 或 tile/entries/000.p/12。"
            f" / {path!r} is no address of a tile; they look like tile/0/x001/067 or tile/entries/000.p/12."
        )


def parse_path(text: str) -> TilePath:
    """Return what an address names.

    Raises:
        NoSuchTile: the address is not written as C2SP tlog-tiles says.
    """
    found = PATH.fullmatch(text)
    if found is None:
        raise NoSuchTile(text)
    level, digits, width = found.groups()
    number = int(digits.replace("/", "").replace("x", ""))
    path = TilePath(None if level == "entries" else int(level), number, int(width or WIDTH))
    if path.text() != text or path.width > WIDTH:
        raise NoSuchTile(text)
    return path


def append(leaf_hashes: Sequence[bytes], *, size: int, edge: Mapping[int, bytes]) -> list[Tile]:
    """Return the tiles that are new or longer once the leaves follow the first `size`.

    `edge` holds, by level, the hashes of the last tile where it is partial.
    """
    changed: list[Tile] = []
    level, new = 0, list(leaf_hashes)
    while new:
        begun = size >> (HEIGHT * level)
        partial = edge.get(level, b"") if begun % WIDTH else b""
        hashes = [partial[at : at + HASH] for at in range(0, len(partial), HASH)] + new
        assert len(hashes) == begun % WIDTH + len(new), "the edge does not fit the size"
        first = begun // WIDTH
        for at in range(0, len(hashes), WIDTH):
            changed.append(Tile(level, first + at // WIDTH, b"".join(hashes[at : at + WIDTH])))
        new = hashes[: len(hashes) // WIDTH * WIDTH]
        for _ in range(HEIGHT):
            new = parents(new)
        level += 1
    return changed


def reader(fetch: Callable[[int, int], bytes]) -> Read:
    """Return a reader of the tree that takes the hashes of tile (level, number) from `fetch`, each once."""
    seen: dict[tuple[int, int], bytes] = {}

    def read(level: int, index: int) -> bytes:
        tile_level, above = divmod(level, HEIGHT)
        start = index << above
        place = tile_level, start // WIDTH
        if place not in seen:
            seen[place] = fetch(*place)
        at = start % WIDTH * HASH
        piece = seen[place][at : at + (HASH << above)]
        assert len(piece) == HASH << above, f"tile {place} is too short for ({level}, {index})"
        hashes = [piece[at : at + HASH] for at in range(0, len(piece), HASH)]
        while len(hashes) > 1:
            hashes = parents(hashes)
        return hashes[0]

    return read


def _in_threes(digits: str) -> list[str]:
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    return [digits[at : at + 3] for at in range(0, len(digits), 3)]
