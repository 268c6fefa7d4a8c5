"""Fields laid out in rows of a table: two short ones side by side, a long one by itself.

A row that is known to need so many lines is given that height: Typst then sets its cells once and not twice.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Pair = tuple[str, str]

# In the width of a Chinese character, as the columns of `paper.typ` have it, with room to spare.
LABEL, VALUE, WHOLE = 9.2, 15.8, 42.0  # labels are smaller letters
NARROW = 0.62  # a letter or digit, wide ones among them
# Where a line ends is moved a little by punctuation, and a lot by long words in Latin letters.
SURE = 0.15, 0.85
LINES_TOGETHER = 24  # less than half a page
LETTERS = re.compile(r"[A-Za-z0-9]{6}")


def width(text: str) -> float:
    """Return about how wide the text is, in Chinese characters; hardly ever less than it is."""
    narrow = len(text.encode("ascii", "ignore"))
    return len(text) - narrow + narrow * NARROW


def stays_together(laid_out: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether the rows are so few that they should stay on one page, and surely fit there."""
    return sum(map(_lines_at_most, laid_out)) <= LINES_TOGETHER


def _lines_at_most(row: Mapping[str, Any]) -> int:
    label, most = LABEL, VALUE if len(row["cells"]) == 4 else WHOLE
    pairs = zip(row["cells"][::2], row["cells"][1::2], strict=True)
    return max(math.ceil(max(width(name) / label, width(value) / most, 1)) for name, value in pairs)


def rows(pairs: Iterable[Pair]) -> Iterator[dict[str, Any]]:
    """Yield rows of one or two pairs, in their order, with the `lines` they take; 0: not known."""
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
    known = {1 if width(label) <= LABEL else 0 for label, _ in pairs}
    known |= {lines(value, most) for _, value in pairs}
    # A label that wraps, or a value of several lines beside another: Typst finds the height.
    return {"cells": [text for pair in pairs for text in pair], "lines": _only(known)}


def _only(known: set[int]) -> int:
    if 0 in known:
        return 0
    return max(known) if known <= {1, max(known)} else 0


def lines(text: str, most: float) -> int:
    """Return how many lines the text surely takes; 0 where a few characters more or less decide."""
    if "\n" in text:
        return 0
    whole, part = divmod(width(text), most)
    if not whole:
        return 1
    is_sure = text.isprintable() and not LETTERS.search(text) and SURE[0] <= part / most <= SURE[1]
    return int(whole) + 1 if is_sure else 0
