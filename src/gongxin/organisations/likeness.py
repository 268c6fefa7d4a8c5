"""What may have been meant by a mistyped name: suggestions for a person, never a match."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

LIKENESS_MINIMUM = 0.5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that may have been meant; `likeness` from 0 to 1 orders suggestions and decides nothing."""

    key: str
    likeness: float


def suggest(key: str, candidates: Iterable[str], limit: int = 10) -> list[Suggestion]:
    """Return the candidates most like `key`, best first, for a person to choose from."""
    likely = [Suggestion(candidate, likeness(key, candidate)) for candidate in candidates]
    likely = [suggestion for suggestion in likely if suggestion.likeness >= LIKENESS_MINIMUM]
    return sorted(likely, key=lambda suggestion: (-suggestion.likeness, suggestion.key))[:limit]


def parts(one: str, other: str) -> list[tuple[str, bool]]:
    """Return the pieces of `one` in order, each with whether `other` has it in the same place."""
    pieces = []
    for tag, begin, end, _, _ in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if begin < end:
            pieces.append((one[begin:end], tag == "equal"))
    return pieces


def likeness(one: str, other: str) -> float:
    """Return 1 for equal texts, less for every character changed, added, dropped or swapped, down to 0."""
    longest = max(len(one), len(other))
    return 1 - _edits(one, other) / longest if longest else 1.0


def _edits(one: str, other: str) -> int:
    """The fewest single characters changed, added, dropped or swapped with a neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
