"""What a unit decided after a query: the next version of the look, so that every query shows its use."""

import json
from collections.abc import Mapping, Sequence
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


def report(looks: Mapping[UUID, int], feedback: Feedback, *, unit: str, on: date) -> tuple[int, int]:
    """Record what was decided after looks of a unit; return the first and last sequence.

    `looks` are the looks with the version that stands, 1 where nothing was reported: a later one corrects.

    Raises:
        UnknownLook, FeedbackMovedMeanwhile, MeasureOutsideList, DayNotPossible: nothing is recorded then.
        PersonalInText: the note carries a number of a natural person.
    """
    refuse_personal(feedback.note, on=on)
    with writing() as head:
        events = [_event(look, version, feedback, unit, on) for look, version in looks.items()]
        append_events(head, events)
    return head.size + 1, head.size + len(events)


def _event(look: UUID, version: int, feedback: Feedback, unit: str, on: date) -> Event:
    standing, said, looked_on = _look(look, unit)
    if standing["version"] != version:
        raise FeedbackMovedMeanwhile
    refuse_unlisted(feedback.measures, said.get("measures", ()))
    if not looked_on <= feedback.decided_on <= on:
        raise DayNotPossible
    return Event(
        kind=KIND,
        item=standing["item"],
        uscc=standing["uscc"],
        unit=unit,
        edition=standing["edition"],
        record=look,
        version=version + 1,
        content={
            "by": feedback.by,
            "case_number": said["case_number"],
            "decision": feedback.decision.value,
            "decided_on": feedback.decided_on.isoformat(),
            "measures": list(feedback.measures),
            "note": feedback.note.strip()[:LONGEST_NOTE],
        },
    )


def _look(look: UUID, unit: str) -> tuple[Mapping[str, Any], Mapping[str, Any], date]:
    """Return the facts of the standing version, what the look itself says, and its day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.version, s.item, s.uscc, s.edition, q.content, q.known_at"
            " FROM entry q JOIN entry s ON s.record = q.record AND s.superseded_by IS NULL"
            " WHERE q.record = %s AND q.kind = %s AND q.unit = %s AND q.item <> ALL(%s)",
            [look, LOOK, unit, list(OTHER)],
        )
        found = cursor.fetchone()
    if found is None:
        raise UnknownLook(look)
    *facts, content, looked_at = found
    names = ("version", "item", "uscc", "edition")
    return dict(zip(names, facts, strict=True)), json.loads(content), localtime(looked_at).date()
