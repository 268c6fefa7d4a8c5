"""Duplicate and erroneous codes as people see them, and the rate by registering unit."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from gongxin.law.parameter import Value, load_parameters
from gongxin.organisations.code_fault import CodeFaultKind, CodeFaultState
from gongxin.queries.reading import Row, row, rows

MOST = "code.error_share_maximum"
COLUMNS = (
    "f.id, f.kind, f.codes::text, f.number, f.unit, coalesce(u.name, ''), f.registering_unit, f.state,"
    " f.found_at, f.seen_at, f.is_there"
)
FROM = "code_fault f LEFT JOIN unit u ON u.uscc = f.unit"
LARGEST = 500


@dataclass(frozen=True, slots=True)
class CodeFaultFacts:
    """A fault; `organisations` are (code, name) of the bodies concerned."""

    id: int
    kind: CodeFaultKind
    codes: Sequence[str]
    number: str
    unit: str
    unit_name: str
    registering_unit: str
    state: CodeFaultState
    found_at: datetime.datetime
    seen_at: datetime.datetime
    is_there: bool
    organisations: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step that was taken; `by` is empty where the platform took it."""

    step: str
    state: CodeFaultState
    by: str
    at: datetime.datetime
    note: str


@dataclass(frozen=True, slots=True)
class CodeFaultRate:
    """Codes at fault among the codes registered; `share` from 0 to 1."""

    registering_unit: str
    registered: int
    faulty: int

    @property
    def share(self) -> float:
        return self.faulty / self.registered if self.registered else 0.0


class UnknownCodeFault(Exception):
    """There is no such fault, or it is another unit's: the answer is the same."""

    def __init__(self, fault: int) -> None:
        super().__init__(f"没有重错码问题 {fault}。请在列表中查看。 / No code fault {fault}; see the list.")


def faults(
    *, unit: str = "", state: str = "", kind: str = "", registering: str = ""
) -> tuple[CodeFaultFacts, ...]:
    """Return faults, oldest first; with `unit` those that were sent to it or answered by it."""
    values = {"unit": unit, "state": state, "kind": kind, "registering": registering, "size": LARGEST}
    sql = (
        f"SELECT {COLUMNS} FROM {FROM} WHERE (%(unit)s = '' OR f.unit = %(unit)s AND f.state <> 'open')"
        " AND (%(state)s = '' AND f.state <> 'closed' OR f.state = %(state)s)"
        " AND (%(kind)s = '' OR f.kind = %(kind)s)"
        " AND (%(registering)s = '' OR f.registering_unit = %(registering)s)"
        " ORDER BY f.registering_unit, f.id LIMIT %(size)s"
    )
    found = [_facts(one) for one in rows(sql, values)]
    names = _names([uscc for one in found for uscc in one.codes])
    return tuple(_named(one, names) for one in found)


def one(fault: int, *, unit: str = "") -> CodeFaultFacts:
    """Return one fault.

    Raises:
        UnknownCodeFault: there is none, or it was not sent to this unit.
    """
    sql = (
        f"SELECT {COLUMNS} FROM {FROM} WHERE f.id = %(id)s"
        " AND (%(unit)s = '' OR f.unit = %(unit)s AND f.state <> 'open')"
    )
    found = row(sql, {"id": fault, "unit": unit})
    if found is None:
        raise UnknownCodeFault(fault)
    facts = _facts(found)
    return _named(facts, _names(facts.codes))


def steps(fault: int) -> tuple[StepFacts, ...]:
    """Return the steps taken, oldest first."""
    sql = "SELECT step, state, by, at, note FROM code_fault_step WHERE fault_id = %(id)s ORDER BY id"
    return tuple(
        StepFacts(step, CodeFaultState(state), by, at, note)
        for step, state, by, at, note in rows(sql, {"id": fault})
    )


def rates() -> tuple[CodeFaultRate, ...]:
    """Return the rate of each registering unit with a fault that is not settled, the worst first."""
    sql = (
        "WITH faulty AS (SELECT DISTINCT jsonb_array_elements_text(codes) AS uscc FROM code_fault"
        " WHERE state <> 'closed')"
        " SELECT o.registering_unit, count(*), count(f.uscc) FROM organisation o"
        " LEFT JOIN faulty f ON f.uscc = o.uscc WHERE o.is_registered GROUP BY 1 ORDER BY 1"
    )
    found = [CodeFaultRate(*one) for one in rows(sql)]
    return tuple(sorted(found, key=lambda one: (-one.share, one.registering_unit)))


def overall(of_units: Sequence[CodeFaultRate]) -> CodeFaultRate:
    """Return the rate of the whole register."""
    return CodeFaultRate("", sum(one.registered for one in of_units), sum(one.faulty for one in of_units))


def most_allowed(on: datetime.date) -> Value:
    """Return the upper bound in force on a day, with its source."""
    return load_parameters(*settings.GONGXIN_CITY_FOLDERS)[MOST].on(on)


def _facts(found: Row) -> CodeFaultFacts:
    id_, kind, codes, number, unit, unit_name, registering, state, found_at, seen_at, is_there = found
    return CodeFaultFacts(
        id_, CodeFaultKind(kind), json.loads(codes), number, unit, unit_name, registering,
        CodeFaultState(state), found_at, seen_at, is_there,
    )  # fmt: skip


def _names(codes: Sequence[str]) -> dict[str, str]:
    return dict(
        rows("SELECT uscc, name FROM organisation WHERE uscc = ANY(%(codes)s)", {"codes": list(codes)})
    )


def _named(facts: CodeFaultFacts, names: dict[str, str]) -> CodeFaultFacts:
    return replace(facts, organisations=[(uscc, names.get(uscc, uscc)) for uscc in facts.codes])
