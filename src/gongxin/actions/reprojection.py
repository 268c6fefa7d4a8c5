"""When a calendar is published, the due dates of open cases are counted anew, and those concerned are told.

Runs each night and by command; where nothing changed it writes nothing. That a term is over stays a
comparison of days: this only brings what was stored up to the calendar that now holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.conf import settings

from gongxin.actions.case_notice import units_of
from gongxin.actions.case_step import KIND
from gongxin.actions.event import Event, append_events
from gongxin.actions.log import writing
from gongxin.actions.mark import begin, end
from gongxin.actions.notice import notify
from gongxin.disclosure.mark import Mark
from gongxin.disclosure.notice_kind import ValueOfNotice
from gongxin.law.calendar import WorkingCalendar
from gongxin.procedures.index import procedure
from gongxin.procedures.step import Effect, Party
from gongxin.procedures.term import Running, running_from
from gongxin.store.models import Case, RecordMark

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the calendar makes of a case: when it is due, and from when its record is suspended."""

    due_on: date | None
    suspends_on: date | None
    moves_mark: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose due date, or the first day of whose suspension, is another one now."""

    case: UUID
    number: str
    before: date | None
    after: date | None


def reproject(*, on: date, dry_run: bool = False) -> tuple[Moved, ...]:
    """Count the due dates of all open cases anew; return those that moved. `dry_run` changes nothing."""
    numbers = list(Case.objects.filter(closed_on=None).order_by("number").values_list("id", flat=True))
    moved = (_reproject(number, on, dry_run=dry_run) for number in numbers)
    return tuple(one for one in moved if one)


def _reproject(number: UUID, on: date, *, dry_run: bool) -> Moved | None:
    with writing() as head:
        case = Case.objects.select_for_update().get(id=number)
        counted = _counted(case, on)
        moved = Moved(case.id, case.number, case.due_on, counted.due_on)
        if case.closed_on or (counted.due_on == case.due_on and not counted.moves_mark):
            return None
        if not dry_run:
            head = append_events(head, [_event(case, moved, on)])
            _bring_up(case, counted, on, head.size)
            _tell(case, moved, uuid5(case.id, f"recounted {head.size}"))
    return moved


def _counted(case: Case, on: date) -> _Counted:
    calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    terms = [one for one in map(running_from, case.terms) if one.is_open]
    due_on = min((day for one in terms if (day := one.due_on(calendar))), default=None)
    suspends_on = _suspends_on(case, terms, calendar)
    standing = RecordMark.objects.filter(case=case, kind=Mark.SUSPENDED.value, ended_by=None, until_on=None)
    from_on = standing.values_list("from_on", flat=True).first()
    # Of what is suspended already, only that it is so still counts.
    was, will = (day and max(day, on) for day in (from_on, suspends_on))
    return _Counted(due_on, suspends_on, from_on is not None and was != will)


def _bring_up(case: Case, counted: _Counted, on: date, sequence: int) -> None:
    if counted.moves_mark:
        end(case.id, Mark.SUSPENDED, on=on, sequence=sequence)
        if counted.suspends_on:
            begin(case, Mark.SUSPENDED, sequence=sequence, from_on=max(counted.suspends_on, on))
    Case.objects.filter(id=case.id).update(due_on=counted.due_on)


def _suspends_on(case: Case, terms: list[Running], calendar: WorkingCalendar) -> date | None:
    """Return the day on which the record is suspended unless somebody answers."""
    steps = procedure(case.procedure).steps
    codes = {code for step in steps if step.effect is Effect.SUSPEND_WHEN_LATE for code in step.opens}
    due = (one.due_on(calendar) for one in terms if one.code in codes)
    return next((day + DAY for day in due if day), None)


def _event(case: Case, moved: Moved, on: date) -> Event:
    content: Mapping[str, object] = {
        "case": str(case.id),
        "number": case.number,
        "subject": str(case.subject) if case.subject else "",
        "step": "",
        "on": on.isoformat(),
        "before": moved.before.isoformat() if moved.before else "",
        "due_on": moved.after.isoformat() if moved.after else "",
    }
    return Event(kind=KIND, item=case.procedure, uscc=case.uscc, unit=case.provider, content=content)


def _tell(case: Case, moved: Moved, about: UUID) -> None:
    if moved.before == moved.after or moved.before is None or moved.after is None:
        return
    known = procedure(case.procedure)
    values: dict[str, ValueOfNotice] = {
        "procedure": {"zh": known.name.zh, "en": known.name.en},
        "number": case.number,
        "about": dict(case.title),
        "before": moved.before.isoformat(),
        "due_on": moved.after.isoformat(),
    }
    notify("term_recounted", values, to_organisation=case.uscc, about=about)
    waiting = {step.by for step in known.steps_from(case.state)} - {Party.ORGANISATION}
    for unit in sorted({unit for party in waiting for unit in units_of(party, case)}):
        notify("term_recounted_for_unit", values, to_unit=unit, about=about)
