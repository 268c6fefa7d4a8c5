"""Fields laid out in rows of a table: two short ones side by side, a long one by itself.

A row that is known to need one line is given that height: Typst then sets its cells once and not twice, which
halves the time of a report.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from unicodedata import east_asian_width

Pair = tuple[str, str]

# In the width of a Chinese character, as the columns of `paper.typ` have it, with room to spare.
LABEL, VALUE, WHOLE = 9.2, 15.8, 42.0  # labels are smaller letters
NARROW = 0.62  # a letter or digit, wide ones among them


def width(text: str) -> float:
    """Return about how wide the text is, in Chinese characters; never less than it is."""
    return sum(1.0 if east_asian_width(character) in "WFA" else NARROW for character in text)


def rows(pairs: Iterable[Pair]) -> Iterator[dict[str, Any]]:
    """Yield rows of one or two pairs, in their order; `flat` where every cell fits on one line."""
    waiting: Pair | None = None
    for pair in pairs:
        if not _is_short(pair):
            if waiting:
                yield _row([waiting])
                waiting = None
            yield _row([pair])
        elif waiting:
            yield _row([waiting, pair])
            waiting = None
        else:
            waiting = pair
    if waiting:
        yield _row([waiting])


def _is_short(pair: Pair) -> bool:
    return width(pair[1]) <= VALUE and "\n" not in pair[1]


def _row(pairs: Sequence[Pair]) -> dict[str, Any]:
    most = VALUE if len(pairs) == 2 else WHOLE
    flat = all(width(label) <= LABEL and width(value) <= most and "\n" not in value for label, value in pairs)
    return {"cells": [text for pair in pairs for text in pair], "flat": flat}
