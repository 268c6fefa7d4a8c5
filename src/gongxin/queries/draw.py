"""Draws as their unit prepares them, and as everybody may read them once the pool is fixed."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.law.label import Label
from gongxin.ledger.statement import NAMES, Statement
from gongxin.queries import log
from gongxin.queries.log import Inclusion
from gongxin.queries.reading import Row, row, rows

PUBLISHED = "d.frozen_sequence IS NOT NULL"  # also one that was given up afterwards
PAGE = 50
LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class DrawFacts:
    """A draw; `strata` have code, names, ratio, floor, size and, once drawn, how many were."""

    id: UUID
    unit: str
    unit_name: str
    code: str
    round: int
    name_zh: str
    name_en: str
    field: str
    field_from: datetime.date
    on: datetime.date
    due_on: datetime.date
    team: int
    floor: int
    is_stratified: bool
    scope: Mapping[str, Any]
    units: Sequence[Mapping[str, Any]]
    avoided: Sequence[Mapping[str, Any]]
    seed_source: str
    seed_on: datetime.date
    state: str
    said: str
    made_by: str
    made_at: datetime.datetime
    frozen_by: str
    frozen_at: datetime.datetime | None
    frozen_sequence: int | None
    plan_digest: str
    pool: int | None
    full: int | None
    strata: Sequence[Mapping[str, Any]]
    seed: str
    seed_proof: str
    seeded_by: str
    seeded_at: datetime.datetime | None
    drawn_by: str
    drawn_at: datetime.datetime | None
    drawn_sequence: int | None
    count: int | None
    files: Mapping[str, str]

    @property
    def name(self) -> Label:
        return Label(self.name_zh, self.name_en)

    @property
    def is_published(self) -> bool:
        return self.frozen_sequence is not None


@dataclass(frozen=True, slots=True)
class DrawnOrganisation:
    """An organisation that was drawn; its result is there where the entry is public."""

    number: int
    uscc: str
    name: str
    stratum: str
    unit: str
    unit_name: str
    places: Sequence[int]
    placing: str
    record: UUID | None
    result_type: str
    inspected_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the tasks of a draw are; `results` counts by the six codes."""

    tasks: int
    done: int
    spared: int
    overdue: int
    results: Mapping[str, int]

    @property
    def share(self) -> float:
        return self.done / (self.tasks - self.spared) if self.tasks > self.spared else 0.0


class UnknownDraw(Exception):
    """There is no such draw, or it is not published."""

    def __init__(self, draw: object) -> None:
        super().__init__(
            f"没有抽取 {draw}，或者尚未公布。请在列表中选择。"
            f" / No draw {draw}, or it is not published. Choose one of the list."
        )


OWN = [field.name for field in fields(DrawFacts)]
COLUMNS = ", ".join("coalesce(u.name, d.unit)" if name == "unit_name" else f'd."{name}"' for name in OWN)
JSON = {"scope", "units", "avoided", "strata", "files"}
FROM = "draw d LEFT JOIN unit u ON u.uscc = d.unit"


def of_unit(unit: str) -> tuple[DrawFacts, ...]:
    """Return the draws of a unit, newest first."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE d.unit = %(unit)s ORDER BY d.made_at DESC LIMIT {LARGEST_PAGE}"
    return tuple(_facts(found) for found in rows(sql, {"unit": unit}))


def one(draw: UUID, *, unit: str) -> DrawFacts:
    """Return a draw of the unit.

    Raises:
        UnknownDraw: it has none with this number.
    """
    found = row(
        f"SELECT {COLUMNS} FROM {FROM} WHERE d.id = %(id)s AND d.unit = %(unit)s", {"id": draw, "unit": unit}
    )
    if found is None:
        raise UnknownDraw(draw)
    return _facts(found)


def published() -> tuple[DrawFacts, ...]:
    """Return the draws that everybody may read, newest first."""
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE {PUBLISHED} ORDER BY d.frozen_at DESC LIMIT {LARGEST_PAGE}"
    return tuple(_shown(_facts(found)) for found in rows(sql))


def published_one(draw: UUID) -> DrawFacts:
    """Return a draw that everybody may read. A seed shows when it was drawn with.

    Raises:
        UnknownDraw: there is none, or its pool is not fixed.
    """
    found = row(f"SELECT {COLUMNS} FROM {FROM} WHERE d.id = %(id)s AND {PUBLISHED}", {"id": draw})
    if found is None:
        raise UnknownDraw(draw)
    return _shown(_facts(found))


def _facts(found: Row) -> DrawFacts:
    told = dict(zip(OWN, found, strict=True))
    return DrawFacts(**{name: json.loads(value) if name in JSON else value for name, value in told.items()})


def _shown(facts: DrawFacts) -> DrawFacts:
    """Without accounts, and without a seed that nobody confirmed."""
    told = {name: getattr(facts, name) for name in OWN}
    told |= {"made_by": "", "frozen_by": "", "seeded_by": "", "drawn_by": ""}
    if facts.state in ("frozen", "seeded"):
        told |= {"state": "frozen", "seed": "", "seed_proof": "", "said": ""}
    return DrawFacts(**told)


def drawn(
    draw: UUID, *, on: datetime.date, after: int = 0, size: int = PAGE
) -> tuple[DrawnOrganisation, ...]:
    """Return the organisations drawn, in the order of their tickets, from the one after a number on."""
    sight = condition(Viewer.ANYONE, on=on)
    sql = (
        "SELECT i.number, i.uscc, coalesce(o.name, ''), i.stratum, i.unit, coalesce(u.name, i.unit),"
        " i.places, i.placing, e.record,"
        " CASE WHEN e.record IS NULL THEN '' ELSE i.result_type END, e.decided_on"
        " FROM inspection i LEFT JOIN organisation o ON o.uscc = i.uscc LEFT JOIN unit u ON u.uscc = i.unit"
        f" LEFT JOIN entry e ON e.record = i.record AND {sight.sql}"
        " WHERE i.draw = %(draw)s AND i.number > %(after)s ORDER BY i.number LIMIT %(size)s"
    )
    values = {**sight.values, "draw": draw, "after": after, "size": min(size, LARGEST_PAGE)}
    return tuple(_drawn(found) for found in rows(sql, values))


def _drawn(found: Row) -> DrawnOrganisation:
    number, uscc, name, stratum, unit, unit_name, places, *rest = found
    placing, record, result_type, inspected_on = rest
    return DrawnOrganisation(
        number,
        uscc,
        name,
        stratum,
        unit,
        unit_name,
        json.loads(places),
        placing,
        record,
        result_type,
        inspected_on,
    )


def progress(draw: UUID, *, on: datetime.date) -> Progress:
    """Return how far the tasks of a draw are."""
    found = row(
        "SELECT count(*), count(record), count(*) FILTER (WHERE \"placing\" = 'spared'),"
        " count(*) FILTER (WHERE \"placing\" <> 'spared' AND record IS NULL AND due_on < %(on)s)"
        " FROM inspection WHERE draw = %(draw)s",
        {"draw": draw, "on": on},
    )
    assert found is not None
    results = rows(
        "SELECT result_type, count(*) FROM inspection WHERE draw = %(draw)s AND record IS NOT NULL"
        " GROUP BY 1 ORDER BY 1",
        {"draw": draw},
    )
    tasks, done, spared, overdue = found
    return Progress(tasks, done, spared, overdue, dict(results))


def entries(draw: UUID) -> tuple[int, ...]:
    """Return where in the ledger the steps of a draw stand."""
    sql = "SELECT sequence FROM entry WHERE record = %(draw)s AND kind = 'draw' ORDER BY sequence"
    return tuple(sequence for (sequence,) in rows(sql, {"draw": draw}))


def proof(sequence: int, *, on: datetime.date) -> Inclusion:
    """Return the proof of a draw's entry in the log, with salt and statement: all of it is public.

    Raises:
        EmptyLog, NoSuchProof: the log does not reach that far.
        UnknownDraw: the entry tells of no draw.
    """
    found = row(
        f"SELECT salt, {', '.join(NAMES)} FROM entry WHERE sequence = %(sequence)s AND kind = 'draw'",
        {"sequence": sequence},
    )
    if found is None:
        raise UnknownDraw(sequence)
    salt, *facts = found
    plain = log.inclusion(sequence, viewer=Viewer.ANYONE, on=on)
    statement = Statement(**dict(zip(NAMES, facts, strict=True)))
    return Inclusion(
        leaf=plain.leaf,
        index=plain.index,
        size=plain.size,
        hashes=plain.hashes,
        salt=bytes(salt),
        statement=statement.text(),
        checkpoint=plain.checkpoint,
    )
