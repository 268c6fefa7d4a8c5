"""Names that may have been meant where a search finds little. They are suggestions; a person chooses."""

from collections import Counter
from collections.abc import Sequence

from gongxin.organisations.likeness import likeness
from gongxin.queries.name_lookup import Candidate, containing, is_rare, like

SHORTEST = 3  # two characters with one of them wrong mean nothing
LONGEST = 12
SUGGESTED = 5
LIKE_ENOUGH = 0.6
COMPARED = 200
FROM = 4  # shorter stems are looked up by their first character


def suggestions(stem: str) -> Sequence[Candidate]:
    """Return the nearest names: one character wrong, missing, too many or swapped."""
    if not SHORTEST <= len(stem) <= LONGEST:
        return []
    found = [*_with_a_mistake(stem), *containing(stem[1:]), *containing(stem[:-1])]
    often = Counter(candidate for candidate in found)
    compared = [(likeness(stem, candidate.core), candidate) for candidate, _ in often.most_common(COMPARED)]
    likely = [(degree, candidate) for degree, candidate in compared if degree >= LIKE_ENOUGH]
    likely.sort(key=lambda pair: (-pair[0], not pair[1].is_current, pair[1].matched_name))
    return [candidate for _, candidate in likely[:SUGGESTED]]


def _with_a_mistake(stem: str) -> Sequence[Candidate]:
    """Names by what stands before the mistake; where half of all names begin so, by what stands behind it."""
    first = next(
        (place for place in range(2, len(stem)) if is_rare(stem[:place])),
        1 if len(stem) < FROM else len(stem),
    )
    behind = containing(stem[first:]) if first > 1 and len(stem) - first > 1 else []
    wanted = patterns(stem, first)
    return [*behind, *(like(wanted) if wanted else [])]


def patterns(stem: str, first: int = 1) -> list[str]:
    """Return LIKE patterns for the stem with one mistake from the character `first` on."""
    places = range(first, len(stem))
    changed = [f"{stem[:place]}_{stem[place + 1 :]}%" for place in places]
    missing = [f"{stem[:place]}_{stem[place:]}%" for place in places]
    extra = [f"{stem[:place]}{stem[place + 1 :]}%" for place in places]
    swapped = [f"{stem[: place - 1]}{stem[place]}{stem[place - 1]}{stem[place + 1 :]}%" for place in places]
    return list(dict.fromkeys([*changed, *missing, *extra, *swapped]))
