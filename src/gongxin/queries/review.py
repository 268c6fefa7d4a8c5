"""The review queue as a unit sees it: the questions its own rows raised, and what helps to answer them."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gongxin.catalogue.behaviour import Behaviour
from gongxin.disclosure.policy import Viewer
from gongxin.organisations.identifier import normalise_identifier
from gongxin.organisations.likeness import parts
from gongxin.queries import entry
from gongxin.queries.item import catalogue
from gongxin.queries.reading import Row, row, rows
from gongxin.queries.shown_entry import NotShown, ShownEntry

COLUMNS = "id, kind, item, batch, row, record, subject_name, candidates::text, opened_at, staged, staged_by"
CANDIDATES = 7
PAGE = 20
MATCH, TIER = "match", "tier"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A question that waits: `match` (which organisation) or `tier` (which tier).

    `staged` is what somebody chose and may still take back: nothing of it is written.
    """

    id: int
    kind: str
    item: str
    batch: UUID
    row: int
    record: UUID | None
    subject_name: str
    candidates: Sequence[Mapping[str, str]]
    opened_at: datetime.datetime
    staged: str
    staged_by: str

    @property
    def organisations(self) -> Sequence[Mapping[str, str]]:
        return [one for one in self.candidates if "uscc" in one]

    @property
    def numbers(self) -> Sequence[str]:
        """The old numbers that the row gives."""
        return [one["number"] for one in self.candidates if one.get("number")]


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """An organisation beside the row: `name_parts` say which pieces of its name the row has too."""

    uscc: str
    name: str
    name_parts: Sequence[tuple[str, bool]]
    kind: str
    status: str
    address: str
    registering_unit: str
    numbers: Sequence[tuple[str, bool]]  # old numbers, each with whether the row gives it
    former_names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Question:
    """A case with what lies beside it: candidates of a match; for a tier the record and the list's rules."""

    case: CaseFacts
    candidates: Sequence[CandidateFacts] = ()
    differing: frozenset[str] = frozenset()  # of kind, status, address, registering_unit
    entry: ShownEntry | None = None
    behaviours: Sequence[Behaviour] = ()


class UnknownCase(Exception):
    """No open case of this unit has the number."""

    def __init__(self, case: int) -> None:
        super().__init__(
            f"没有待处理的问题 {case}，可能已由他人处理。 / No open case {case}; it may have been decided."
        )


def open_of_unit(
    unit: str, *, kind: str = "", item: str = "", start: int = 0, size: int = 100
) -> tuple[CaseFacts, ...]:
    """Return the unit's open cases, oldest first."""
    sql = f"SELECT {COLUMNS} FROM review_case WHERE {OPEN} ORDER BY id LIMIT %(size)s OFFSET %(start)s"
    values = {"unit": unit, "kind": kind, "item": item, "size": size, "start": start}
    return tuple(_facts(found) for found in rows(sql, values))


OPEN = (
    "unit = %(unit)s AND decided_at IS NULL AND (%(kind)s = '' OR kind = %(kind)s)"
    " AND (%(item)s = '' OR item = %(item)s)"
)


def counts(unit: str) -> Mapping[str, int]:
    """Return how many cases of each kind are open, and under `staged` how many of them are chosen."""
    sql = (
        "SELECT kind, count(*) FROM review_case WHERE unit = %(unit)s AND decided_at IS NULL GROUP BY 1"
        " UNION ALL SELECT 'staged', count(*) FROM review_case"
        " WHERE unit = %(unit)s AND decided_at IS NULL AND staged <> ''"
    )
    return dict(rows(sql, {"unit": unit}))


def staged(unit: str) -> tuple[CaseFacts, ...]:
    """Return the cases of the unit that somebody chose an answer for, none of them written yet."""
    sql = (
        f"SELECT {COLUMNS} FROM review_case WHERE unit = %(unit)s AND decided_at IS NULL AND staged <> ''"
        " ORDER BY id LIMIT 1000"
    )
    return tuple(_facts(found) for found in rows(sql, {"unit": unit}))


def one(case: int, *, unit: str) -> CaseFacts:
    """Return one open case of the unit.

    Raises:
        UnknownCase: the unit has no such open case.
    """
    sql = f"SELECT {COLUMNS} FROM review_case WHERE id = %(id)s AND unit = %(unit)s AND decided_at IS NULL"
    found = row(sql, {"id": case, "unit": unit})
    if found is None:
        raise UnknownCase(case)
    return _facts(found)


def question(case: CaseFacts, *, unit: str, on: datetime.date) -> Question:
    """Return the case with what helps to answer it."""
    if case.kind == MATCH:
        found = _candidates(case)
        return Question(case, candidates=found, differing=_differing(found))
    assert case.record is not None, "a question about a tier is about a record"
    try:
        about = entry.one(case.record, viewer=Viewer.unit(unit), on=on)
    except NotShown:  # withdrawn or expired meanwhile
        return Question(case)
    behaviours = catalogue(about.decided_on or on).behaviours_of(case.item)
    return Question(case, entry=about, behaviours=behaviours)


def _candidates(case: CaseFacts) -> list[CandidateFacts]:
    sql = (
        "SELECT o.uscc, o.name, o.kind, o.status, o.address, o.registering_unit,"
        " array(SELECT i.number FROM old_identifier i WHERE i.uscc = o.uscc ORDER BY 1),"
        " array(SELECT n.name FROM organisation_name n WHERE n.uscc = o.uscc AND NOT n.is_current ORDER BY 1)"
        " FROM organisation o WHERE o.uscc = ANY(%(codes)s) ORDER BY o.uscc"
    )
    given = {normalise_identifier(number) for number in case.numbers}
    return [
        CandidateFacts(
            uscc, name, parts(name, case.subject_name), kind, status, address, registering,
            [(number, number in given) for number in numbers], former,
        )
        for uscc, name, kind, status, address, registering, numbers, former in rows(
            sql, {"codes": [organisation["uscc"] for organisation in case.organisations]}
        )
    ]  # fmt: skip


def _differing(found: Sequence[CandidateFacts]) -> frozenset[str]:
    names = ("kind", "status", "address", "registering_unit")
    return frozenset(name for name in names if len({getattr(one, name) for one in found}) > 1)


def _facts(found: Row) -> CaseFacts:
    # As text: Django teaches its connections to leave jsonb unread.
    case = list(found)
    case[CANDIDATES] = json.loads(case[CANDIDATES])
    return CaseFacts(*case)
