"""What a unit decided after many queries at once: every row is answered, and all are recorded or none.

A row sent again with the same words changes nothing, so a list can be sent again without harm.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import connection

from gongxin.actions.event import Event, append_events
from gongxin.actions.feedback import (
    DayNotPossible,
    Feedback,
    Standing,
    feedback_event,
    says_the_same,
    standing,
)
from gongxin.actions.log import writing
from gongxin.disclosure.feedback import MeasureOutsideList
from gongxin.disclosure.look import OTHER
from gongxin.intake.free_text import PersonalInText, refuse_personal

MOST = 10_000
READY, RECORDED, UNCHANGED, REFUSED, EMPTY = "ready", "recorded", "unchanged", "refused", "empty"
APART = "，另一行，"  # so that digits of two rows never make one number


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A row: which look, by its number, its query's or its case's, and what was decided.

    `version` is the one that stands, for a correction; without it a row never changes what was reported.
    `feedback` is None where nothing was filled in; `fault` is what was wrong before it came here.
    """

    row: int
    number: UUID | None = None
    case_number: str = ""
    uscc: str = ""
    feedback: Feedback | None = None
    version: int | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a row: recorded, unchanged, empty, refused, or ready where another row is refused."""

    row: int
    state: str
    look: UUID | None = None
    uscc: str = ""
    case_number: str = ""
    version: int | None = None
    sequence: int | None = None
    reason: str = ""


class RowUnclear(Exception):
    """A row does not say which query it is about, or a query that is not the unit's."""


NO_LOOK = (
    "本单位没有这次查询。请核对查询编号、办件编号和代码。 / This unit made no such query: check the numbers."
)
SEVERAL = (
    "对应多次查询，请填写查询编号；按办件编号时请加上统一社会信用代码。"
    " / Several queries fit: give the number of the query, or the code of the organisation as well."
)
TWICE = RowUnclear("与前面一行是同一次查询。 / An earlier row is about the same query.")
REPORTED_OTHERWISE = (
    "已有内容不同的反馈。更正请打开该次查询逐条办理。"
    " / Another feedback stands. Correct it on the page of the query."
)


def report_list(rows: Sequence[Reported], *, unit: str, on: date) -> tuple[Answered, ...]:
    """Record all rows, or none where one is refused; return an answer to every row, in their order."""
    personal = _personal(rows, on)
    with writing() as head:
        found = _Found.of(rows, unit)
        judged = [_judge(row, found, personal, unit=unit, on=on) for row in rows]
        if any(answer.state == REFUSED for answer, _ in judged):
            return tuple(answer for answer, _ in judged)
        events = [event for _, event in judged if event]
        append_events(head, events)
    places = {event.record: place for place, event in enumerate(events, head.size + 1)}
    return tuple(_recorded(answer, places) for answer, _ in judged)


def _recorded(answer: Answered, places: Mapping[UUID, int]) -> Answered:
    if answer.state != READY or answer.look is None:
        return answer
    return replace(answer, state=RECORDED, sequence=places[answer.look])


@dataclass(slots=True)
class _Found:
    """The unit's looks that the rows may mean, by their number, their query's and their case's."""

    looks: Mapping[UUID, Standing]
    of_query: Mapping[UUID, Sequence[UUID]]
    of_case: Mapping[str, Sequence[UUID]]
    taken: set[UUID]

    @classmethod
    def of(cls, rows: Sequence[Reported], unit: str) -> "_Found":
        numbers = {row.number for row in rows if row.number}
        cases = {row.case_number for row in rows if row.case_number and not row.number}
        of_query: dict[UUID, list[UUID]] = {}
        of_case: dict[str, list[UUID]] = {}
        for query, case_number, look in _asked(numbers, cases, unit):
            of_query.setdefault(query, []).append(look)
            of_case.setdefault(case_number, []).append(look)
        asked = {look for looks in of_query.values() for look in looks}
        return cls(standing(numbers | asked, unit=unit), of_query, of_case, set())

    def one(self, row: Reported) -> Standing:
        """Return the look that a row means, once.

        Raises:
            RowUnclear
        """
        fit = [self.looks[look] for look in self._named(row) if look in self.looks]
        fit = [look for look in fit if row.uscc in ("", look.uscc)]
        if len(fit) != 1:
            raise RowUnclear(SEVERAL if fit else NO_LOOK)
        if fit[0].record in self.taken:
            raise RowUnclear(TWICE)
        self.taken.add(fit[0].record)
        return fit[0]

    def _named(self, row: Reported) -> Iterable[UUID]:
        if row.number is None:
            return self.of_case.get(row.case_number, ())
        return [row.number] if row.number in self.looks else self.of_query.get(row.number, ())


def _judge(
    row: Reported, found: _Found, personal: Mapping[int, str], *, unit: str, on: date
) -> tuple[Answered, Event | None]:
    """Return the answer to a row, and the event where there is something to record."""
    answer = Answered(row.row, EMPTY, uscc=row.uscc, case_number=row.case_number)
    if fault := row.fault or personal.get(row.row, ""):
        return replace(answer, state=REFUSED, reason=fault), None
    if row.feedback is None:
        return answer, None
    try:
        look = found.one(row)
        answer = replace(answer, look=look.record, uscc=look.uscc, case_number=look.case_number)
        if says_the_same(look, row.feedback):
            return replace(answer, state=UNCHANGED, version=look.version), None
        if look.version != (row.version or 1):
            raise RowUnclear(REPORTED_OTHERWISE)
        event = feedback_event(look, row.feedback, unit=unit, on=on)
    except (RowUnclear, MeasureOutsideList, DayNotPossible) as refused:
        return replace(answer, state=REFUSED, reason=str(refused)), None
    return replace(answer, state=READY, version=event.version), event


def _personal(rows: Sequence[Reported], on: date) -> Mapping[int, str]:
    """Return what is wrong with the notes that carry a number of a natural person."""
    said = [row for row in rows if row.feedback and row.feedback.note]
    try:
        refuse_personal(APART.join(row.feedback.note for row in said if row.feedback), on=on)
    except PersonalInText as refused:
        if len(said) == 1:
            return {said[0].row: str(refused)}
        half = len(said) // 2
        return {**_personal(said[:half], on), **_personal(said[half:], on)}
    return {}


def _asked(numbers: Iterable[UUID], cases: Iterable[str], unit: str) -> Sequence[tuple[UUID, str, UUID]]:
    """Return query, case number and look of the unit's queries with these numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT q.id, q.case_number, e.record FROM query q JOIN entry e ON e.batch = q.id"
            " AND e.sequence BETWEEN q.sequence_from AND q.sequence_to AND e.kind = 'query'"
            " WHERE q.unit = %s AND (q.id = ANY(%s) OR q.case_number = ANY(%s)) AND e.item <> ALL(%s)",
            [unit, list(numbers), list(cases), list(OTHER)],
        )
        return [(query, case_number, look) for query, case_number, look in cursor.fetchall()]
