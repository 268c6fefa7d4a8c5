"""What a unit decided after a query: the next version of the look, so that every query shows its use."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.timezone import localtime

from gongxin.actions.event import Event, append_events
from gongxin.actions.log import writing
from gongxin.actions.look import KIND as LOOK
from gongxin.disclosure.feedback import Decision, refuse_unlisted
from gongxin.disclosure.look import OTHER
from gongxin.intake.free_text import refuse_personal

KIND = "feedback"
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What became of a case. `note` holds conditions and reasons; `by` is the account that reports."""

    decision: Decision
    decided_on: date
    by: str
    measures: Sequence[str] = ()
    note: str = ""


class UnknownLook(Exception):
    """The unit made no such look that a decision could follow."""

    def __init__(self, look: object) -> None:
        super().__init__(
            f"本单位没有需要反馈的查询 {look}。请在待反馈列表中选择。"
            f" / This unit has no query {look} to report on. Choose one of its list."
        )


class FeedbackMovedMeanwhile(Exception):
    """Somebody else reported on the look since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "该查询的反馈刚刚由他人登记或更正。请刷新页面核对后再提交。"
            " / Somebody else reported on this query meanwhile. Reload the page and compare."
        )


class DayNotPossible(Exception):
    """A decision cannot come before the query it followed, nor in the future."""

    def __init__(self) -> None:
        super().__init__(
            "决定日期应在查询之日至今天之间。请核对日期。"
            " / The decision lies between the day of the query and today. Check its date."
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """A look of a unit with the version that stands; `said` is the feedback in it, where there is one."""

    record: UUID
    version: int
    item: str
    uscc: str
    edition: str
    case_number: str
    measures: tuple[str, ...]
    looked_on: date
    said: Mapping[str, Any]


def report(looks: Mapping[UUID, int], feedback: Feedback, *, unit: str, on: date) -> tuple[int, int]:
    """Record what was decided after looks of a unit; return the first and last sequence.

    `looks` are the looks with the version that stands, 1 where nothing was reported: a later one corrects.

    Raises:
        UnknownLook, FeedbackMovedMeanwhile, MeasureOutsideList, DayNotPossible: nothing is recorded then.
        PersonalInText: the note carries a number of a natural person.
    """
    refuse_personal(feedback.note, on=on)
    with writing() as head:
        found = standing(looks, unit=unit)
        events = []
        for look, version in looks.items():
            if look not in found:
                raise UnknownLook(look)
            if found[look].version != version:
                raise FeedbackMovedMeanwhile
            events.append(feedback_event(found[look], feedback, unit=unit, on=on))
        append_events(head, events)
    return head.size + 1, head.size + len(events)


def standing(looks: Collection[UUID], *, unit: str) -> Mapping[UUID, Standing]:
    """Return those of the looks that the unit made in the course of a matter."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT q.record, s.version, s.item, s.uscc, s.edition, q.content, q.known_at,"
            " CASE WHEN s.kind = %s THEN s.content END"
            " FROM entry q JOIN entry s ON s.record = q.record AND s.superseded_by IS NULL"
            " WHERE q.record = ANY(%s) AND q.kind = %s AND q.unit = %s AND q.item <> ALL(%s)",
            [KIND, list(looks), LOOK, unit, list(OTHER)],
        )
        return {row[0]: _standing(row) for row in cursor.fetchall()}


def feedback_event(look: Standing, feedback: Feedback, *, unit: str, on: date) -> Event:
    """Return the next version of a look.

    Raises:
        MeasureOutsideList, DayNotPossible
    """
    refuse_unlisted(feedback.measures, look.measures)
    if not look.looked_on <= feedback.decided_on <= on:
        raise DayNotPossible
    return Event(
        kind=KIND,
        item=look.item,
        uscc=look.uscc,
        unit=unit,
        edition=look.edition,
        record=look.record,
        version=look.version + 1,
        content={"by": feedback.by, "case_number": look.case_number, **_decided(feedback)},
    )


def says_the_same(look: Standing, feedback: Feedback) -> bool:
    """Say whether this very feedback stands already, whoever reported it."""
    decided = _decided(feedback)
    return bool(look.said) and all(look.said[name] == value for name, value in decided.items())


def _decided(feedback: Feedback) -> dict[str, object]:
    return {
        "decision": feedback.decision.value,
        "decided_on": feedback.decided_on.isoformat(),
        "measures": list(feedback.measures),
        "note": feedback.note.strip()[:LONGEST_NOTE],
    }


def _standing(row: tuple[Any, ...]) -> Standing:
    record, version, item, uscc, edition, content, looked_at, said = row
    look = json.loads(content)
    return Standing(
        record,
        version,
        item,
        uscc,
        edition,
        look["case_number"],
        tuple(look.get("measures", ())),
        localtime(looked_at).date(),
        json.loads(said) if said else {},
    )
