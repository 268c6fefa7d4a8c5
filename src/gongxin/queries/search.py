"""Find an organisation by its code, the beginning of its code, or any part of a name of two characters.

It finds and suggests; it never says that two names are one organisation.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongxin.organisations.name import core, search_key
from gongxin.queries.misspelling import suggestions
from gongxin.queries.name_lookup import CANDIDATES, Candidate, containing, matching

CODE = re.compile(r"[0-9A-Z]{4,18}", re.ASCII)
LONGEST = 200
SHORTEST = 2
LARGEST_PAGE = 100
FEW = 3  # with fewer hits than this, near names are suggested


@dataclass(frozen=True, slots=True)
class Hit:
    """An organisation found; `matched_name` is the former name that matched, else its name of today."""

    uscc: str
    name: str
    kind: str
    status: str
    matched_name: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits. `total_is_more_than` is set where more match than were looked at."""

    hits: tuple[Hit, ...]
    suggestions: tuple[Hit, ...]
    total: int
    total_is_more_than: int | None
    next: str | None


def search(text: str, *, size: int = 20, after: str | None = None) -> SearchPage:
    """Return organisations that match, best first: code, exact name, core, beginning, any part.

    Current names come before former ones, short before long. Near names are suggested where little is found
    and nobody bears the very name.
    """
    size, start = max(1, min(size, LARGEST_PAGE)), _start(after)
    typed = text[:LONGEST]
    found = _distinct(_candidates(typed))[:CANDIDATES]
    is_named = any(candidate.key == search_key(typed) for candidate in found)
    near = _distinct(suggestions(core(typed))) if len(found) < FEW and start == 0 and not is_named else []
    known = {candidate.uscc for candidate in found}
    more = start + size < len(found)
    return SearchPage(
        hits=tuple(_hit(candidate) for candidate in found[start : start + size]),
        suggestions=tuple(_hit(candidate) for candidate in near if candidate.uscc not in known),
        total=len(found),
        total_is_more_than=len(found) if len(found) >= CANDIDATES else None,
        next=str(start + size) if more else None,
    )


def _candidates(typed: str) -> Sequence[Candidate]:
    code = "".join(unicodedata.normalize("NFKC", typed).split()).upper()
    by_code = matching("", "", code) if CODE.fullmatch(code) else []
    key, stem = search_key(typed), core(typed)
    if len(key) < SHORTEST:
        return by_code
    found = [*by_code, *matching(key, stem, ""), *containing(key)]
    if stem != key and len(stem) >= SHORTEST and len(found) < CANDIDATES:
        found.extend(containing(stem))
    return sorted(found, key=lambda candidate: _order(candidate, key, stem))


def _order(candidate: Candidate, key: str, stem: str) -> tuple[int, bool, int, str, str]:
    return (
        _rank(candidate, key, stem),
        not candidate.is_current,
        len(candidate.key),
        candidate.matched_name,
        candidate.uscc,
    )


def _rank(candidate: Candidate, key: str, stem: str) -> int:
    """Return how well the name matches; the smaller, the better."""
    tests = (
        candidate.by_code,
        candidate.key == key,
        candidate.core in (stem, key),
        candidate.key.startswith(key),
        candidate.core.startswith((stem, key)),
        key in candidate.key,
    )
    return next((place for place, holds in enumerate(tests) if holds), len(tests))


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the best candidate of each organisation, in order."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.uscc, candidate)
    return list(best.values())


def _hit(candidate: Candidate) -> Hit:
    return Hit(candidate.uscc, candidate.name, candidate.kind, candidate.status, candidate.matched_name)


def _start(after: str | None) -> int:
    return int(after) if after and re.fullmatch(r"[0-9]{1,4}", after, re.ASCII) else 0
