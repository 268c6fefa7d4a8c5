"""A case goes through a procedure: each move is judged here and returned as a value; nothing is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from gongxin.catalogue.label import Label
from gongxin.disclosure.role import Role
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.instrument import title
from gongxin.law.parameter import Parameters
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import ACTS_AS, DAYS, DOCUMENTS, PARTIES, Effect, OwedNotice, Party, Step
from gongxin.procedures.term import Running, closed, opened, paused, resumed, undecided

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken."""

    step: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Case:
    """Where a case stands: the organisation concerned, the unit that decides, terms and steps.

    `subject` is the record, or whatever else `Procedure.about` says; `provider` is the unit it comes from.
    """

    uscc: str
    provider: str
    state: str = START
    terms: tuple[Running, ...] = ()
    done: tuple[Done, ...] = ()
    subject: UUID | None = None

    @property
    def version(self) -> int:
        """Which is one more after each step: who acts says which one the page showed."""
        return len(self.done)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wants to take a step: an account with its roles, its unit, and the organisations it stands for.

    `papers` are organisations for which an operator of the centre enters at the window what they signed.
    """

    account: str
    roles: frozenset[Role]
    unit: str = ""
    organisations: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()

    def is_party(self, party: Party, case: Case) -> bool:
        if party is Party.ORGANISATION and case.uscc in self.papers:
            return Role.CENTRE_OPERATOR in self.roles
        if not self.roles & ACTS_AS[party]:
            return False
        if party is Party.ORGANISATION:
            return case.uscc in self.organisations
        return party is not Party.PROVIDER or self.unit == case.provider


@dataclass(frozen=True, slots=True)
class Act:
    """A step that somebody wants to take: with which reason, documents on file, and values."""

    step: str
    by: Actor
    reason: str = ""
    documents: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """The day of a move, and what the law counts by on it."""

    on: date
    calendar: WorkingCalendar
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Move:
    """What a step makes of a case, and what has to happen with it in one transaction."""

    case: Case
    effect: Effect | None
    notices: tuple[OwedNotice, ...]


class Refused(Exception):
    """A step cannot be taken; `label` says what, why and what now."""

    def __init__(self, label: Label) -> None:
        self.label = label
        super().__init__(f"{label.zh} / {label.en}")


class NotFromHere(Refused):
    """The case stands elsewhere than where the step begins."""


class NotYours(Refused):
    """Another party takes this step."""


class SamePerson(Refused):
    """Whoever proposed it cannot confirm it."""


class TooEarly(Refused):
    """A term that somebody may still use is running."""


class NotRuled(Refused):
    """It needs a length of time that the city has not decided."""


class Incomplete(Refused):
    """The reason or a document is missing."""


def move(procedure: Procedure, case: Case, act: Act, day: Day) -> Move:
    """Return what the step makes of the case.

    Raises:
        UnknownStep: the procedure has no such step.
        NotFromHere, NotYours, SamePerson, Incomplete, TooEarly, NotRuled: it cannot be taken so.
    """
    step = procedure.step(act.step)
    _refuse_place(procedure, case, step)
    _refuse_person(case, step, act.by)
    _refuse_gaps(step, act)
    _refuse_odd_values(step, act)
    _refuse_odd_days(step, act, day.on)
    _refuse_unruled(procedure, step, day)
    _refuse_haste(procedure, case, step, day)
    moved = replace(
        case,
        state=step.to,
        terms=_terms(procedure, case, step, day),
        done=(*case.done, Done(step.code, act.by.account, day.on)),
    )
    return Move(moved, step.effect, step.notices)


def possible(procedure: Procedure, case: Case, actor: Actor) -> tuple[Step, ...]:
    """Return the steps that the actor may take now, in the order of the table: these are the buttons."""
    return tuple(
        step
        for step in procedure.steps_from(case.state)
        if actor.is_party(step.by, case) and not _is_same_person(case, step, actor)
    )


def concerns(procedure: Procedure, case: Case, actor: Actor) -> bool:
    """Say whether the actor is a party to the case: whoever may take some step of it reads all of it."""
    return any(actor.is_party(party, case) for party in {step.by for step in procedure.steps})


def late(case: Case, day: Day) -> tuple[str, ...]:
    """Return the terms that are running and over."""
    return tuple(
        one.code for one in case.terms if one.closed_on is None and one.is_overdue(day.on, day.calendar)
    )


def _terms(procedure: Procedure, case: Case, step: Step, day: Day) -> tuple[Running, ...]:
    kept = (_after(one, step, day) for one in case.terms)
    return (*kept, *(opened(procedure.term(code), day.on, day.parameters) for code in step.opens))


def _after(term: Running, step: Step, day: Day) -> Running:
    if term.code in step.closes:
        return closed(term, day.on)
    if step.pauses:
        return paused(term, day.on, day.calendar)
    return resumed(term, day.on, day.calendar) if step.resumes else term


def _refuse_place(procedure: Procedure, case: Case, step: Step) -> None:
    if case.state in step.from_:
        return
    here = procedure.states.get(case.state, Label("尚未提出", "not filed yet"))
    raise NotFromHere(
        Label(
            f"办件现在处于“{here.zh}”，不能{step.name.zh}。请刷新页面查看进展。",
            f"The case stands at “{here.en}”: {step.name.en.lower()} is not possible. Look at it anew.",
        )
    )


def _refuse_person(case: Case, step: Step, actor: Actor) -> None:
    party = PARTIES[step.by]
    if not actor.is_party(step.by, case):
        raise NotYours(
            Label(
                f"“{step.name.zh}”由{party.zh}办理（{title(step.basis).zh}）。",
                f"{step.name.en}: a step of {party.en.lower()} ({title(step.basis).en}).",
            )
        )
    if _is_same_person(case, step, actor):
        raise SamePerson(
            Label(
                f"“{step.name.zh}”须由另一人办理：您已提出本办件的处理意见。",
                f"{step.name.en} takes a second person: you proposed what is to be confirmed.",
            )
        )


def _is_same_person(case: Case, step: Step, actor: Actor) -> bool:
    proposed = [done.by for done in case.done if done.step in step.unlike]
    return bool(proposed) and proposed[-1] == actor.account


def _refuse_unruled(procedure: Procedure, step: Step, day: Day) -> None:
    for code in step.opens if step.is_ruled else ():
        parameter = day.parameters[procedure.term(code).parameter]
        if parameter.known_on(day.on) is None:
            raise NotRuled(undecided(parameter))


def _refuse_haste(procedure: Procedure, case: Case, step: Step, day: Day) -> None:
    for term in case.terms:
        if term.code not in step.waits_for or term.closed_on is not None:
            continue
        last = _ruled_since(procedure, case, term, day).due_on(day.calendar)
        if last and day.on <= last:
            name = procedure.term(term.code).name
            raise TooEarly(
                Label(
                    f"“{name.zh}”的期限到 {last} 为止，此后才能“{step.name.zh}”。",
                    f"The term ({name.en}) runs until {last}; {step.name.en.lower()} only after that.",
                )
            )


def _ruled_since(procedure: Procedure, case: Case, term: Running, day: Day) -> Running:
    """Return a term whose length nobody had ruled when it began as it runs by what is ruled now.

    Raises:
        NotRuled: still nobody has.
    """
    if term.working_days is not None:
        return term
    parameter = day.parameters[procedure.term(term.code).parameter]
    value = parameter.known_on(day.on)
    if value is None:
        raise NotRuled(undecided(parameter))
    opening = {step.code for step in procedure.steps if term.code in step.opens}
    begun = next(done.on for done in reversed(case.done) if done.step in opening)
    return Running(term.code, value.number, ((begun, value.number),))


def _refuse_odd_values(step: Step, act: Act) -> None:
    """Refuse values that the step does not take: above all, whoever confirms changes nothing."""
    if act.values.keys() - step.days and not step.takes_fields:
        raise Incomplete(
            Label(
                f"“{step.name.zh}”不能改动内容。要改的，请退回后由提出处理意见的人重新提出。",
                f"{step.name.en} changes nothing. To change it, return it to be proposed anew.",
            )
        )


def _refuse_odd_days(step: Step, act: Act, on: date) -> None:
    for code in step.days:
        text = act.values.get(code, "")
        if not ISO_DAY.fullmatch(text) or not str(on) < text:
            name = DAYS[code]
            raise Incomplete(
                Label(f"请填写“{name.zh}”，应晚于 {on}。", f"Give the day ({name.en}): later than {on}.")
            )
        try:
            date.fromisoformat(text)
        except ValueError:
            raise Incomplete(Label(f"{text} 不是日历上的日期。", f"{text} is no day.")) from None


def _refuse_gaps(step: Step, act: Act) -> None:
    if missing := [DOCUMENTS[code] for code in step.documents if code not in act.documents]:
        raise Incomplete(
            Label(
                f"还缺材料：{'、'.join(one.zh for one in missing)}。补齐后再提交，已填内容不会丢失。",
                f"Still missing: {', '.join(one.en for one in missing)}. Add it and send again.",
            )
        )
    if step.needs_reason and not act.reason.strip():
        raise Incomplete(
            Label(
                f"“{step.name.zh}”须写明理由。", f"{step.name.en}: give the reason, it goes to the applicant."
            )
        )
