"""How a batch is judged: each record by the edition in force on the day of its decision (C-4)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.freshness import generation
from gongxin.catalogue.item import Item
from gongxin.catalogue.reader import edition, editions
from gongxin.catalogue.rule import Rule

Span = tuple[date | None, date | None]


def judging(on: date, city: Path | None = None) -> Edition:
    """Return the edition in force on a day, its rules bound to the decision days on which each was in force.

    Fields and code lists are those of the day the batch comes in: a file is laid out as it is asked for then.
    """
    return _judging(on, city, generation(city))


@lru_cache(maxsize=64)
def _judging(on: date, city: Path | None, _generation: int) -> Edition:
    current = edition(on, city)
    known = [one for one in editions(city) if one.from_ <= current.from_]
    return replace(
        current, items={code: _judged(item, _versions(known, code)) for code, item in current.items.items()}
    )


def editions_by_decision(on: date, city: Path | None = None) -> tuple[tuple[date, str], ...]:
    """Return (in force from, code) of the editions up to a day, newest first; the last has no beginning."""
    return tuple((one.from_, one.code) for one in reversed(editions(city)) if one.from_ <= on) or (
        (editions(city)[0].from_, editions(city)[0].code),
    )


def _versions(known: Sequence[Edition], code: str) -> list[tuple[date, Item]]:
    return [(one.from_, one.items[code]) for one in known if code in one.items]


def _judged(item: Item, versions: Sequence[tuple[date, Item]]) -> Item:
    if all(version.rules == item.rules for _, version in versions):
        return item
    return replace(item, rules=tuple(_bound(item, versions)))


def _bound(item: Item, versions: Sequence[tuple[date, Item]]) -> Iterator[Rule]:
    """Yield every rule that ever was, with the decision days on which it was; the first has no beginning."""
    rules = dict.fromkeys(rule for _, version in versions for rule in version.rules)
    for rule in rules:
        for span in _spans(rule, versions):
            yield _within(rule, item.decided_on, span)


def _spans(rule: Rule, versions: Sequence[tuple[date, Item]]) -> Iterator[Span]:
    begins: date | None = None
    was_in_force = False
    for place, (from_, version) in enumerate(versions):
        is_in_force = rule in version.rules
        if is_in_force and not was_in_force:
            begins = from_ if place else None
        if was_in_force and not is_in_force:
            yield begins, from_
        was_in_force = is_in_force
    if was_in_force:
        yield begins, None


def _within(rule: Rule, decided_on: str, span: Span) -> Rule:
    begins, ends = span
    bounds = [f"{decided_on} >= DATE '{begins}'"] if begins else []
    bounds += [f"{decided_on} < DATE '{ends}'"] if ends else []
    return replace(rule, fault=" AND ".join([*bounds, f"({rule.fault})"])) if bounds else rule
