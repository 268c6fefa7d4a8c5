"""What comes due is told in time: an authorisation that ends, a decision that a unit owes, a repair.

Runs once a day. A day that was missed is made up for by the next: what a notice is about is told once.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.timezone import localtime

from gongxin.actions import repair_reminder
from gongxin.actions.notice import notify
from gongxin.actions.taking import parameters
from gongxin.catalogue import reader
from gongxin.disclosure.feedback import due_by
from gongxin.disclosure.look import OTHER
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.label import Label
from gongxin.law.parameter import ParameterNotInForce, ParameterUnset
from gongxin.store.models import Authorisation, Unit

# How far ahead we tell: our own choice, no number of the law.
BEFORE_ENDING = timedelta(days=14)
BEFORE_DUE = timedelta(days=3)
LOOKED_BACK = timedelta(days=120)  # no term of feedback is longer


def remind(*, on: date) -> int:
    """Tell everybody what comes due soon; return how many notices are new."""
    return _authorisations_ending(on) + _feedback_due(on) + repair_reminder.remind(on=on)


def _authorisations_ending(on: date) -> int:
    ending = Authorisation.objects.filter(
        valid_until__range=(on, on + BEFORE_ENDING), confirmed_at__isnull=False, revoked_at=None
    )
    names = dict(Unit.objects.filter(uscc__in=ending.values("recipient")).values_list("uscc", "name"))
    return sum(
        notify(
            "authorisation_ending",
            {
                "recipient": names.get(one.recipient, one.recipient),
                "until": one.valid_until.isoformat(),
            },
            to_organisation=one.uscc,
            about=one.id,
        )
        for one in ending
    )


def _feedback_due(on: date) -> int:
    """Nothing where the city has not decided the term."""
    calendar, numbers, told = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS), parameters(), 0
    for unit, matter, asked, case_number, first, count in _awaited(on):
        try:
            due_on = due_by(localtime(first).date(), parameters=numbers, calendar=calendar).due_on
        except (ParameterUnset, ParameterNotInForce):
            continue
        if due_on - BEFORE_DUE <= on:
            name = _matter_name(matter)
            values = {
                "matter": {"zh": name.zh, "en": name.en},
                "case_number": case_number,
                "organisations": count,
                "due_on": due_on.isoformat(),
            }
            told += notify("feedback_due", values, to_unit=unit, about=asked)
    return told


def _awaited(on: date) -> Sequence[tuple[Any, ...]]:
    """Return the queries without feedback: those about many organisations at once are one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.unit, e.item, coalesce(e.batch, e.record), min(e.content::jsonb ->> 'case_number'),"
            " min(e.known_at), count(*) FROM entry e WHERE e.kind = 'query' AND e.superseded_by IS NULL"
            " AND e.item <> ALL(%s) AND e.known_at >= %s GROUP BY 1, 2, 3",
            [list(OTHER), on - LOOKED_BACK],
        )
        return tuple(cursor.fetchall())


def _matter_name(code: str) -> Label:
    known = reversed(reader.editions(settings.GONGXIN_CITY))
    return next((one.applications[code].name for one in known if code in one.applications), Label(code, code))
