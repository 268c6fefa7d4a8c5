"""Organisations are told in time: that a record can be repaired now, that a repair for a time ends."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from gongxin.actions.case_subject import NoSuchSubject, subject
from gongxin.actions.notice import notify
from gongxin.disclosure.mark import Mark
from gongxin.law.label import Label
from gongxin.procedures.about import About
from gongxin.store.models import RecordMark

# How far back we look for days that were missed, and how far ahead we tell: our own choice, no term of law.
MADE_UP_FOR = timedelta(days=14)
BEFORE_ENDING = timedelta(days=30)
POSSIBLE = (
    "SELECT e.record, e.repairable_on FROM entry e WHERE e.kind = 'record' AND e.superseded_by IS NULL"
    " AND e.repairable_on BETWEEN %s AND %s AND e.content IS NOT NULL"
    " AND NOT EXISTS (SELECT FROM record_mark m WHERE m.record = e.record AND m.kind = 'repaired'"
    " AND m.ended_by IS NULL AND (m.until_on IS NULL OR m.until_on >= %s))"
    " AND NOT EXISTS (SELECT FROM case_file c WHERE c.subject = e.record AND c.procedure = 'repair'"
    " AND c.closed_on IS NULL) ORDER BY e.repairable_on, e.sequence"
)


def remind(*, on: date) -> int:
    """Tell what became repairable and what ends soon, each once; return how many notices are new."""
    return _possible(on) + _ending(on)


def _possible(on: date) -> int:
    return sum(
        notify(
            "repair_possible",
            {"about": {"zh": title.zh, "en": title.en}, "since": since.isoformat()},
            to_organisation=uscc,
            about=record,
        )
        for record, since in _become_repairable(on)
        for uscc, title in _told(record, on)
    )


def _become_repairable(on: date) -> list[tuple[UUID, date]]:
    with connection.cursor() as cursor:
        cursor.execute(POSSIBLE, [on - MADE_UP_FOR, on, on])
        return list(cursor.fetchall())


def _ending(on: date) -> int:
    ending = RecordMark.objects.filter(
        kind=Mark.REPAIRED, ended_by=None, until_on__range=(on, on + BEFORE_ENDING)
    )
    return sum(
        notify(
            "repair_ending",
            {
                "about": {"zh": title.zh, "en": title.en},
                "until": one.until_on.isoformat() if one.until_on else "",
            },
            to_organisation=uscc,
            about=one.record,
        )
        for one in ending
        for uscc, title in _told(one.record, on)
    )


def _told(record: UUID, on: date) -> Iterator[tuple[str, Label]]:
    """Yield whom to tell and how the record is called; nothing where its time is over."""
    try:
        found = subject(About.RECORD, record, on=on)
    except NoSuchSubject:
        return
    yield found.uscc, found.title
