"""Cases as their parties read them: where they stand, what was done, what can be done now."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.conf import settings

from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import Clock
from gongxin.law.label import Label
from gongxin.procedures.about import About
from gongxin.procedures.case import Actor, Case, Done, concerns, possible
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.step import DOCUMENTS, Party, Step
from gongxin.procedures.term import Running, Term, Urgency, running_from, urgency
from gongxin.queries.reading import Row, row, rows

PAGE = 50
COLUMNS = (
    "c.id, c.number, c.procedure, c.uscc, coalesce(o.name, c.uscc), c.provider, coalesce(u.name, c.provider),"
    " c.subject, c.title, c.state, c.version, c.terms, c.due_on, c.filed_on, c.filed_by, c.channel, c.ground,"
    " c.closed_on"
)
FROM = "case_file c LEFT JOIN organisation o ON o.uscc = c.uscc LEFT JOIN unit u ON u.uscc = c.provider"
BY_DUE = "ORDER BY c.due_on NULLS LAST, c.filed_on, c.number"
NEWEST = "ORDER BY c.filed_on DESC, c.number DESC"


@dataclass(frozen=True)
class CaseFacts:
    """Where a case stands. `version` goes back with the step that somebody takes on what this showed."""

    id: UUID
    number: str
    procedure: Procedure
    uscc: str
    organisation: str
    provider: str
    provider_name: str
    subject: UUID | None
    title: Label
    state: str
    version: int
    terms: tuple[Running, ...]
    due_on: datetime.date | None
    filed_on: datetime.date
    filed_by: str
    channel: str
    ground: Label | None
    closed_on: datetime.date | None

    @property
    def state_label(self) -> Label:
        return self.procedure.states[self.state]

    @property
    def about(self) -> About:
        return self.procedure.about

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    def urgency(self, on: datetime.date) -> Urgency:
        """Return the colour of the most urgent term that is open."""
        colours = [urgency(one, on, _calendar()) for one in self.terms if one.is_open]
        return max(colours, key=list(Urgency).index, default=Urgency.GREEN)


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step as it was taken; `id` is what its notices are about."""

    id: UUID
    number: int
    step: Step
    by: str
    by_unit: str
    by_unit_name: str
    on: datetime.date
    at: datetime.datetime
    state: Label
    reason: str
    documents: tuple[str, ...]
    values: Mapping[str, str]
    sequence: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A file on the case."""

    digest: str
    label: Label
    kind: str
    file_kind: str
    name: str
    size: int
    given_by: str
    given_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A term of the case on a day; `clock` explains the due date, and is missing where no length is known."""

    term: Term
    running: Running
    due_on: datetime.date | None
    clock: Clock | None
    urgency: Urgency
    is_overdue: bool


@dataclass(frozen=True)
class CaseView:
    """All of a case, as one of its parties sees it on a day; `possible` are the buttons."""

    facts: CaseFacts
    steps: tuple[StepFacts, ...]
    documents: tuple[DocumentFacts, ...]
    terms: tuple[TermFacts, ...]
    possible: tuple[Step, ...]

    @cached_property
    def documents_by_digest(self) -> Mapping[str, DocumentFacts]:
        return {one.digest: one for one in self.documents}


def of_organisation(uscc: str, *, size: int = PAGE, skip: int = 0) -> tuple[CaseFacts, ...]:
    """Return the organisation's cases, newest first."""
    return _listed("c.uscc = %(uscc)s", NEWEST, {"uscc": uscc}, size, skip)


def of_unit(unit: str, *, procedure: str = "", size: int = PAGE, skip: int = 0) -> tuple[CaseFacts, ...]:
    """Return the cases that a unit decides or decided, newest first."""
    return _listed(
        f"c.provider = %(unit)s{_only(procedure)}", NEWEST, {"unit": unit, "of": procedure}, size, skip
    )


def of_centre(*, procedure: str = "", size: int = PAGE, skip: int = 0) -> tuple[CaseFacts, ...]:
    """Return the cases in which the centre has steps to take, newest first."""
    return of_party(Party.CENTRE, procedure=procedure, size=size, skip=skip)


def of_party(party: Party, *, procedure: str = "", size: int = PAGE, skip: int = 0) -> tuple[CaseFacts, ...]:
    """Return the cases of the procedures in which a party has steps to take, newest first."""
    codes = [one.code for one in PROCEDURES.values() if any(step.by is party for step in one.steps)]
    where = f"c.procedure = ANY(%(codes)s){_only(procedure)}"
    return _listed(where, NEWEST, {"codes": codes, "of": procedure}, size, skip)


def of_record(record: UUID) -> tuple[CaseFacts, ...]:
    """Return the cases about a record, newest first."""
    return _listed("c.subject = %(record)s", NEWEST, {"record": record}, PAGE, 0)


def worklist(
    party: Party, *, unit: str = "", procedure: str = "", size: int = PAGE, skip: int = 0
) -> tuple[CaseFacts, ...]:
    """Return the open cases that wait for a party, the most urgent first; `unit` narrows to one provider."""
    places = [
        (known.code, state)
        for known in PROCEDURES.values()
        for state in known.states
        if any(step.by is party for step in known.steps_from(state))
    ]
    where = (
        "c.closed_on IS NULL AND (c.procedure, c.state) IN"
        " (SELECT * FROM unnest(%(codes)s::text[], %(states)s::text[]))"
        f"{' AND c.provider = %(unit)s' if unit else ''}{_only(procedure)}"
    )
    codes, states = [code for code, _ in places], [state for _, state in places]
    values = {"codes": codes, "states": states, "unit": unit, "of": procedure}
    return _listed(where, BY_DUE, values, size, skip)


def one(case: UUID, actor: Actor, *, on: datetime.date) -> CaseView | None:
    """Return a case with all that belongs to it; None unless the actor is a party to it."""
    facts = _facts(case)
    if facts is None:
        return None
    steps = _steps(case, facts.procedure)
    standing = _rule(facts, steps)
    if not concerns(facts.procedure, standing, actor):
        return None
    terms = tuple(_term(facts.procedure, one, on) for one in facts.terms)
    buttons = possible(facts.procedure, standing, actor)
    return CaseView(facts, steps, _documents(case), terms, buttons)


def document(case: UUID, digest: str, actor: Actor) -> DocumentFacts | None:
    """Return a document of the case; None unless it has such a one and the actor is a party to it."""
    facts = _facts(case)
    if facts is None or not concerns(facts.procedure, _rule(facts, ()), actor):
        return None
    return next((one for one in _documents(case) if one.digest == digest), None)


def case_of_step(step: UUID) -> UUID | None:
    """Return the case that a step belongs to: notices of cases are about steps."""
    found = row("SELECT case_id FROM case_step WHERE id = %(id)s", {"id": step})
    return found[0] if found else None


def _listed(
    where: str, order: str, values: Mapping[str, object], size: int, skip: int
) -> tuple[CaseFacts, ...]:
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE {where} {order} LIMIT %(size)s OFFSET %(skip)s"
    return tuple(map(_case, rows(sql, {**values, "size": size, "skip": skip})))


def _only(procedure: str) -> str:
    return " AND c.procedure = %(of)s" if procedure else ""


def _facts(case: UUID) -> CaseFacts | None:
    found = row(f"SELECT {COLUMNS} FROM {FROM} WHERE c.id = %(id)s", {"id": case})
    return _case(found) if found else None


def _case(found: Row) -> CaseFacts:
    (
        identity, number, code, uscc, organisation, provider, provider_name, subject, title, state, version,
        terms, due_on, filed_on, filed_by, channel, ground, closed_on,
    ) = found  # fmt: skip
    known = PROCEDURES[code]
    return CaseFacts(
        id=identity,
        number=number,
        procedure=known,
        uscc=uscc,
        organisation=organisation,
        provider=provider,
        provider_name=provider_name,
        subject=subject,
        title=Label(**json.loads(title)),
        state=state,
        version=version,
        terms=tuple(map(running_from, json.loads(terms))),
        due_on=due_on,
        filed_on=filed_on,
        filed_by=filed_by,
        channel=channel,
        ground=known.grounds.get(ground),
        closed_on=closed_on,
    )


def _rule(facts: CaseFacts, steps: Sequence[StepFacts]) -> Case:
    done = tuple(Done(one.step.code, one.by, one.on) for one in steps)
    return Case(facts.uscc, facts.provider, facts.state, facts.terms, done, facts.subject)


def _steps(case: UUID, procedure: Procedure) -> tuple[StepFacts, ...]:
    sql = (
        "SELECT s.id, s.number, s.step, s.by, s.by_unit, coalesce(u.name, ''), s.on, s.at, s.state, s.reason,"
        " s.documents, s.values, s.sequence FROM case_step s LEFT JOIN unit u ON u.uscc = s.by_unit"
        " WHERE s.case_id = %(id)s ORDER BY s.number"
    )
    return tuple(_step(found, procedure) for found in rows(sql, {"id": case}))


def _step(found: Row, procedure: Procedure) -> StepFacts:
    identity, number, step, by, by_unit, unit_name, on, at, state, reason, documents, values, sequence = found
    return StepFacts(
        id=identity,
        number=number,
        step=procedure.step(step),
        by=by,
        by_unit=by_unit,
        by_unit_name=unit_name,
        on=on,
        at=at,
        state=procedure.states[state],
        reason=reason,
        documents=tuple(documents),
        values=json.loads(values),
        sequence=sequence,
    )


def _documents(case: UUID) -> tuple[DocumentFacts, ...]:
    sql = (
        "SELECT digest, kind, file_kind, name, size, given_by, given_at FROM case_document"
        " WHERE case_id = %(id)s ORDER BY id"
    )
    return tuple(
        DocumentFacts(digest, DOCUMENTS[kind], kind, *others)
        for digest, kind, *others in rows(sql, {"id": case})
    )


def _term(procedure: Procedure, running: Running, on: datetime.date) -> TermFacts:
    calendar = _calendar()
    return TermFacts(
        procedure.term(running.code),
        running,
        running.due_on(calendar),
        running.clock(calendar) if running.stretches else None,
        urgency(running, on, calendar),
        running.is_overdue(on, calendar),
    )


def _calendar() -> WorkingCalendar:
    return WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
