"""A kept answer made readable: what was found by item, what was not, which measures may follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongxin.catalogue.application import Measure
from gongxin.catalogue.label import Label
from gongxin.disclosure.policy import Viewer
from gongxin.queries.item import readable_item, shown_fields
from gongxin.queries.matter import Matter, by_code
from gongxin.queries.query import QueryFacts
from gongxin.queries.shown_entry import ShownField

REGISTRATION = "organisation_registration"  # stands in the head of the page, not among the sections
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry of an answer; `publicity_is_over`: no longer public, but still within its query period."""

    told: Told
    fields: tuple[ShownField, ...]
    measures: tuple[Measure, ...]
    decided_on: date | None
    shown_until: date | None
    query_until: date | None
    publicity_is_over: bool


@dataclass(frozen=True, slots=True)
class FoundItem:
    """What was found of one item; `total` counts beyond those shown."""

    code: str
    entries: tuple[FoundEntry, ...]
    total: int

    @property
    def is_capped(self) -> bool:
        return self.total > len(self.entries)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """The answer about one organisation; `organisation` is empty where the register does not know it."""

    uscc: str
    look: str
    organisation: Told
    total: int
    adverse: int
    established_on: date | None
    found: tuple[FoundItem, ...]
    not_found: tuple[str, ...]
    measures: tuple[Measure, ...]
    grades: tuple[Told, ...]  # as `evaluation.Standing` tells them; none in older answers


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a query for many."""

    row: int
    code: str
    state: str
    reason: Label | None
    name: str
    total: int
    adverse: int


def shown_answer(facts: QueryFacts, told: Told) -> ShownAnswer:
    """Return the answer about one of the organisations."""
    matter = by_code(facts.matter, facts.on)
    found = [
        FoundItem(code, _entries(told, code, matter, facts.on), told["counts"][code])
        for code in matter.items
        if code in told["counts"] and code != REGISTRATION
    ]
    found.sort(key=lambda item: not any(one.told["is_adverse"] for one in item.entries))
    held = {one.code for one in found} | {REGISTRATION}
    organisation = told["organisation"] or {}
    return ShownAnswer(
        uscc=told["uscc"],
        look=told["look"],
        organisation=organisation,
        total=sum(one.total for one in found),
        adverse=sum(one["is_adverse"] for one in told["entries"]),
        established_on=_day(organisation.get("established_on")),
        found=tuple(found),
        not_found=tuple(code for code in matter.items if code not in held),
        measures=_named(told["measures"], matter.measures),
        grades=tuple(told.get("grades", ())),
    )


def shown_rows(rows: Sequence[Told]) -> tuple[ShownRow, ...]:
    """Return the rows in the order in which they were asked for."""
    return tuple(map(_row, rows))


def _row(row: Told) -> ShownRow:
    reason = row.get("reason")
    return ShownRow(
        row["row"],
        row["code"],
        row["state"],
        Label(reason["zh"], reason["en"]) if reason else None,
        row.get("name", ""),
        row.get("found", 0),
        row.get("adverse", 0),
    )


def _entries(told: Told, code: str, matter: Matter, on: date) -> tuple[FoundEntry, ...]:
    return tuple(_entry(one, matter, on) for one in told["entries"] if one["item"] == code)


def _entry(one: Told, matter: Matter, on: date) -> FoundEntry:
    readable = readable_item(one["item"], one["edition"], Viewer.matter(matter.items))
    shown_until = _day(one["shown_until"])
    return FoundEntry(
        told=one,
        fields=shown_fields(readable.fields, one["content"]),
        measures=_named(one["measures"], matter.measures),
        decided_on=_day(one["decided_on"]),
        shown_until=shown_until,
        query_until=_day(one["query_until"]),
        publicity_is_over=shown_until is not None and shown_until < on,
    )


def _named(codes: Sequence[str], measures: Sequence[Measure]) -> tuple[Measure, ...]:
    return tuple(one for one in measures if one.code in set(codes))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
