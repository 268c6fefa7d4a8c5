"""Very many digests in memory, side by side: as Python values each would take three times its bytes."""

from collections.abc import Iterable, Sequence
from typing import overload

SIZE = 32


class Digests(Sequence[bytes]):
    """As many digests as said, to be put in any order; all zeros until then."""

    def __init__(self, count: int) -> None:
        self._whole = bytearray(SIZE * count)

    def put(self, places: Iterable[int], digests: Iterable[bytes]) -> None:
        for place, digest in zip(places, digests, strict=True):
            self._whole[SIZE * place : SIZE * (place + 1)] = digest

    def __len__(self) -> int:
        return len(self._whole) // SIZE

    @overload
    def __getitem__(self, at: int) -> bytes: ...

    @overload
    def __getitem__(self, at: slice) -> list[bytes]: ...

    def __getitem__(self, at: int | slice) -> bytes | list[bytes]:
        if isinstance(at, slice):
            return [self._at(place) for place in range(*at.indices(len(self)))]
        return self._at(range(len(self))[at])

    def _at(self, place: int) -> bytes:
        return bytes(self._whole[SIZE * place : SIZE * (place + 1)])
