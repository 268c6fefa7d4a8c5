"""Why a record is not shown, where that may be said: it was shown, and was then withdrawn."""

import datetime
from uuid import UUID

from django.utils.timezone import get_current_timezone

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.queries.reading import row
from gongxin.queries.shown_entry import NotShown, Withdrawn

WITHDRAWN_AT = (
    "SELECT known_at FROM entry WHERE record = %(record)s AND kind = 'withdrawal' AND superseded_by IS NULL"
)
AN_INSTANT = datetime.timedelta(microseconds=1)


def refusal(record: UUID, *, viewer: Viewer, on: datetime.date) -> NotShown:
    """Return what to raise for a record that the viewer does not see.

    That it was withdrawn is said where the viewer saw it on that day and would see it now: once its window
    would have closed, the withdrawal is nobody's business any more either.
    """
    found = row(WITHDRAWN_AT, {"record": record})
    if found is None:
        return NotShown(record)
    (withdrawn_at,) = found
    that_day = withdrawn_at.astimezone(get_current_timezone()).date()
    was_seen = all(_saw(record, viewer, day, withdrawn_at - AN_INSTANT) for day in (that_day, on))
    return Withdrawn(record, that_day) if was_seen else NotShown(record)


def _saw(record: UUID, viewer: Viewer, on: datetime.date, known_at: datetime.datetime) -> bool:
    sight = condition(viewer, on=on, known_at=known_at)
    sql = f"SELECT 1 FROM entry e WHERE e.record = %(record)s AND {sight.sql}"
    return row(sql, {**sight.values, "record": record}) is not None
